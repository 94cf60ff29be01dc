import type { Address } from "viem";
import type { Rule } from "../facts.ts";
import { tell } from "../legs.ts";
import type { Line } from "../line.ts";

/** Contracts that do nothing but turn one token into its successor. */
const CONVERTERS: Readonly<Record<Address, string>> = {
  "0x3225737a9Bbb6473CB4a45b7244ACa2BeFdB276A": "sky",
  "0xf86141a5657Cf52AEB3E30eBccA5Ad3a8f714B89": "sky",
  "0xBDcFCA946b6CDd965f99a839e4435Bcdc1bc470B": "sky",
  "0xA1Ea1bA18E88C381C724a75F23a130420C403f9a": "sky",
  "0xc73e0383F3Aff3215E6f04B0331D58CeCf0Ab849": "makerdao_migration",
};

/** A token given for its successor. */
export const migrations: Rule = {
  protocol: "migration",
  explain: ({ moves, receipt }) => {
    const given = moves.find(({ way, to }) => way === "out" && CONVERTERS[to] !== undefined);
    const converter = given?.to ?? receipt.to;
    const protocol = converter === undefined ? undefined : CONVERTERS[converter];
    const got = moves.find(({ way }) => way === "in");
    if (protocol === undefined || given === undefined || got === undefined) return [];
    const reason = `Converted by ${converter}.`;
    return [
      tell(given, { type: "migrate", subtype: "spend", protocol, reason }),
      tell(got, { type: "migrate", subtype: "receive", protocol, reason }),
    ] satisfies Line[];
  },
};
