import { fileURLToPath } from "node:url";

/** The only family a picture may use: the machine's own fonts would make it look different elsewhere, or empty. */
export const FONT_FAMILY = "Inter";

/** Weights that pictures use. */
export type FontWeight = 400 | 600 | 700;

const file = (name: string) => fileURLToPath(import.meta.resolve(`@expo-google-fonts/inter/${name}.ttf`));

/** The font files by weight, as TrueType: the renderer reads no web fonts. */
export const fontFiles: Readonly<Record<FontWeight, string>> = {
  400: file("400Regular/Inter_400Regular"),
  600: file("600SemiBold/Inter_600SemiBold"),
  700: file("700Bold/Inter_700Bold"),
};
