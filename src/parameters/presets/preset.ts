import type { Address } from "viem";
import type { ConfigInput } from "../../config/schema.ts";

type ParameterInput = NonNullable<ConfigInput["parameters"]>[string];

/** A parameter as its network has it; where it lives is said by the contract's name. */
export type PresetParameter = Omit<
  ParameterInput,
  "chain" | "target" | "readFrom" | "executor" | "rulePack" | "level" | "keys"
> & {
  contract: string;
  /** The contract that the getter belongs to, where it is another one. */
  readFrom?: string;
};

/** A network's parameters, from its own contracts' source: only what was read there stands here. */
export type Preset = {
  name: string;
  title: string;
  chain: number;
  /** Its contracts have the same addresses on every chain of its kind. */
  everywhere?: true;
  /** Addresses by name; undefined where the config has to give them. */
  contracts: Readonly<Record<string, Address | undefined>>;
  /** Names have at most 20 characters, so that they fit behind a name of the config. */
  parameters: Readonly<Record<string, PresetParameter>>;
};
