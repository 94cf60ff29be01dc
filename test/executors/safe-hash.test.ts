import { encodeFunctionData, parseAbi } from "viem";
import { expect, test } from "vitest";
import { domainHash, messageHash, type SafeTransaction, safeTxHash, unpaid } from "../../src/executors/safe-hash.ts";
import { multiSendOf, transactionOf } from "../../src/executors/safe-transaction.ts";

/** Hashes that others publish of their own tools: where a transaction was made, what it is, and what it hashes to. */
const published: [string, number, `0x${string}`, SafeTransaction, { domain: string; message: string; hash: string }][] =
  [
    [
      "an owner added on Arbitrum (pcaversaccio/safe-tx-hashes-util, README)",
      42_161,
      "0x111CEEee040739fD91D29C34C33E6B3E112F2177",
      unpaid({
        to: "0x111CEEee040739fD91D29C34C33E6B3E112F2177",
        value: 0n,
        data: encodeFunctionData({
          abi: parseAbi(["function addOwnerWithThreshold(address owner, uint256 threshold)"]),
          args: ["0x0c75Fa5a5F1C0997e3eEA425cFA13184ed0eC9e5", 3n],
        }),
        operation: 0,
        nonce: 234n,
      }),
      {
        domain: "0x1CF7F9B1EFE3BC47FE02FD27C649FEA19E79D66040683A1C86C7490C80BF7291",
        message: "0xD9109EA63C50ECD3B80B6B27ED5C5A9FD3D546C2169DFB69BFA7BA24CD14C7A5",
        hash: "0x0cb7250b8becd7069223c54e2839feaed4cee156363fbfe5dd0a48e75c4e25b3",
      },
    ],
    [
      "the same, paid for and as a delegatecall (there)",
      42_161,
      "0x111CEEee040739fD91D29C34C33E6B3E112F2177",
      {
        to: "0x111CEEee040739fD91D29C34C33E6B3E112F2177",
        value: 1_000n,
        data: encodeFunctionData({
          abi: parseAbi(["function addOwnerWithThreshold(address owner, uint256 threshold)"]),
          args: ["0x0c75Fa5a5F1C0997e3eEA425cFA13184ed0eC9e5", 3n],
        }),
        operation: 1,
        safeTxGas: 0n,
        baseGas: 0n,
        gasPrice: 50n,
        gasToken: "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2",
        refundReceiver: "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045",
        nonce: 234n,
      },
      {
        domain: "0x1CF7F9B1EFE3BC47FE02FD27C649FEA19E79D66040683A1C86C7490C80BF7291",
        message: "0xC7E826933DA60E6AC3E2246ED0563A26A920A65BEAA9089D784AC96234141BB3",
        hash: "0xc818fceb1cace51c1a4039c4c66fc73d95eccc298104c9c52debac604b9f4e04",
      },
    ],
    [
      "a payment on Base (morpho-org/safe-tx-hash, test.py)",
      8_453,
      "0xcBa28b38103307Ec8dA98377ffF9816C164f9AFa",
      unpaid({
        to: "0xBAa5CC21fd487B8Fcc2F632f3F4E8D37262a0842",
        value: 0n,
        data: encodeFunctionData({
          abi: parseAbi(["function transfer(address to, uint256 amount)"]),
          args: ["0xF057afeEc22E220f47AD4220871364e9E828b2e9", 0x1a784379d99db42000000n],
        }),
        operation: 0,
        nonce: 11n,
      }),
      {
        domain: "0x837b1eb3bcc66a4b6bd9f0d8c876e31648b46ac2e66e4080ee93e97e51074cb9",
        message: "0x18100568166f32d42c2c1d01c907dabc9bec58334a125da2a2a43742764183cd",
        hash: "0x1bf99e3cf2d2272960c8a02ca4163459ad240de7995bec237a886b84968a077c",
      },
    ],
  ];

test.each(published)("default: %s hashes as published", (_, chain, safe, transaction, { domain, message, hash }) => {
  expect(domainHash({ chain, safe })).toBe(domain.toLowerCase());
  expect(messageHash(transaction)).toBe(message.toLowerCase());
  expect(safeTxHash({ chain, safe }, transaction)).toBe(hash);
});

test("default: two calls on mainnet are packed into the batch that Safe{Wallet} made of them, and hash as published", () => {
  const survey = { version: "1.4.1", nonce: "6", threshold: "1" };
  const calls = {
    targets: ["0xcfbfac74c26f8647cbdb8c5caf80bb5b32e43134", "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48"],
    values: [0n, 0n],
    calldatas: [
      `0xdd43a79f${"f46c6d6e62f59d9222f3812874211df07cf7b318".padStart(64, "0")}${"1".padStart(64, "0")}`,
      encodeFunctionData({
        abi: parseAbi(["function transfer(address to, uint256 amount)"]),
        args: ["0x1fe27a73cd9f0b3c53b6e936d0b4f9b2f8ca3367", 800_000_000n],
      }),
    ],
  } as const;
  const transaction = transactionOf(calls, survey, multiSendOf(survey, undefined).address);
  const place = { chain: 1, safe: "0x5EA1d9A6dDC3A0329378a327746D71A2019eC332" } as const;
  expect(transaction).toMatchObject({ to: "0x9641d764fc13c8B624c04430C7356C1C7C8102e2", operation: 1, value: 0n });
  expect(domainHash(place)).toBe("0x58122EA8F001782FACC66EE5495A6B8B29730FADF352D8608CA86BD31569FCF5".toLowerCase());
  expect(messageHash(transaction)).toBe(
    "0xE992E061576268328FAC9175D6AEA3DEFD4C3BEF83A0C6FE08F6AA5A222CBC45".toLowerCase(),
  );
  expect(safeTxHash(place, transaction)).toBe("0x27a0c4abf624b15b776f544a4b31ed4d50dee2b677c6497fbadf4f7a73be705e");
});

test("error: a version nobody here knows has no batch and no hash", () => {
  for (const version of ["1.2.0", "2.0.0", "1.4.1+L2", "toString", ""])
    expect(() => multiSendOf({ version }, undefined)).toThrow("Steward knows 1.3.0, 1.4.1, 1.5.0");
});
