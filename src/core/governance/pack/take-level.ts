import { Refusal } from "../../../errors.ts";
import type { Counting, RulePack } from "../rule-pack.ts";

type LevelPack = RulePack<Exclude<Counting, "two-house">>;

/** The pack as one of its levels changes it; Refusal for a level it does not have, and for none where it has some. */
export function takeLevel(pack: LevelPack, name: string | undefined): LevelPack {
  const { levels, ...rest } = pack;
  if (levels === undefined && name === undefined) return pack;
  const names = Object.keys(levels ?? {});
  const level = levels && name !== undefined && Object.hasOwn(levels, name) ? levels[name] : undefined;
  if (level !== undefined) {
    const title = level.title === undefined ? pack.title : `${pack.title}, ${level.title}`;
    return { ...rest, ...level, title } as LevelPack;
  }
  if (names.length === 0) throw new Refusal(`"${pack.title}" has no levels.`);
  throw new Refusal(`"${pack.title}" has levels: say which of ${names.join(", ")}.`);
}
