import type { Address, Hex } from "viem";

/** The only contract that a Safe of this version may run in its own name, by deployments.safe.global: it makes calls and nothing else. */
export type MultiSend = { address: Address; codeHash: Hex };

/** The versions of Safe that are understood. */
export const safeVersions: Readonly<Record<string, MultiSend>> = {
  "1.3.0": {
    address: "0x40A2aCCbd92BCA938b02010E17A5b8929b49130D",
    codeHash: "0xa9865ac2d9c7a1591619b188c4d88167b50df6cc0c5327fcbd1c8c75f7c066ad",
  },
  "1.4.1": {
    address: "0x9641d764fc13c8B624c04430C7356C1C7C8102e2",
    codeHash: "0xecd5bd14a08c5d2122379900b2f272bdf107a7e92423c10dd5fe3254386c9939",
  },
  "1.5.0": {
    address: "0xA83c336B20401Af773B6219BA5027174338D1836",
    codeHash: "0xcdbdcec38d2f1c7d961b0029ff8416b7e86e9974d6f0e9c9580c7d17fcfb6663",
  },
};
