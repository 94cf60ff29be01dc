import { customType, integer, text } from "drizzle-orm/sqlite-core";
import type { Address, Hex } from "viem";

/** An integer of any size, kept as decimal text: amounts and weights in smallest units. */
export const bigInteger = customType<{ data: bigint; driverData: string }>({
  dataType: () => "text",
  toDriver: (value) => value.toString(),
  fromDriver: (value) => BigInt(value),
});

/** A block number: SQLite's 64 bits hold every chain's. */
export const blockNumber = customType<{ data: bigint; driverData: number }>({
  dataType: () => "integer",
  toDriver: (value) => Number(value),
  fromDriver: (value) => BigInt(value),
});

/** A checksummed address. */
export const address = (name: string) => text(name).$type<Address>();

/** Bytes in lower-case hexadecimal with 0x. */
export const hex = (name: string) => text(name).$type<Hex>();

/** A Discord id, as text because it does not fit a JavaScript number. */
export const snowflake = (name: string) => text(name);

/** Unix seconds. */
export const time = (name: string) => integer(name);

/** A value as JSON text; a bigint inside is kept as `{"$bigint":"<decimal>"}`, so that it comes back as one. */
export const json = <T>(name: string) =>
  customType<{ data: T; driverData: string }>({
    dataType: () => "text",
    toDriver: (value) =>
      JSON.stringify(value, (_, inner: unknown) => (typeof inner === "bigint" ? { $bigint: inner.toString() } : inner)),
    fromDriver: (value) =>
      JSON.parse(value, (_, inner: { $bigint?: unknown } | null) =>
        typeof inner?.$bigint === "string" ? BigInt(inner.$bigint) : inner,
      ) as T,
  })(name);
