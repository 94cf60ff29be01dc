import { type Address, decodeFunctionResult, encodeFunctionData, type Hex, parseAbi } from "viem";
import { decodeCall, revertedCall } from "./call-result.ts";
import type { Block, Call } from "./chain.ts";
import type { Provider } from "./provider.ts";
import { payloadOf } from "./provider.ts";
import { isRevert, type StateReader } from "./state.ts";

/** Sends view calls at one block in as few requests as possible; each result is a value or a CallFailure, in order. */
export type Multicall = (provider: Provider, block: Block, calls: readonly Call[]) => Promise<unknown[]>;

const ABI = parseAbi([
  "struct Call3 { address target; bool allowFailure; bytes callData; }",
  "struct Result { bool success; bytes returnData; }",
  "function aggregate3(Call3[] calls) payable returns (Result[] results)",
]);

const LARGEST_CHUNK = 500;

type Encoded = { call: Call; data: Hex };
type Result = { success: boolean; returnData: Hex };

/** Reads through Multicall3 where it has code at the block, and call by call where it does not. */
export function createMulticall(address: Address, read: StateReader): Multicall {
  const deployed = createDeployment(address, read);
  const oneByOne = async (provider: Provider, block: Block, calls: readonly Encoded[]) => {
    const requests = calls.map(({ call, data }) => ({
      method: "eth_call" as const,
      params: [{ to: call.address, data }],
    }));
    const answers = await read(provider, block, requests);
    return answers.map((answer, index) => {
      const call = calls[index]?.call as Call;
      return "refused" in answer && isRevert(answer)
        ? revertedCall(call, answer.refused.data)
        : decodeCall(call, payloadOf(answer) as Hex);
    });
  };
  const aggregate = async (provider: Provider, block: Block, calls: readonly Encoded[]): Promise<unknown[]> => {
    if (calls.length <= 1) return oneByOne(provider, block, calls);
    const [answer] = await read(provider, block, [aggregateRequest(address, calls)]);
    // Too much gas or too many bytes for one request: the calls themselves may be fine.
    if (answer && "refused" in answer) return halves(calls, (half) => aggregate(provider, block, half));
    const results = decodeFunctionResult({ abi: ABI, functionName: "aggregate3", data: payloadOf(answer) as Hex });
    if (failAlike(results)) return oneByOne(provider, block, calls);
    return calls.map(({ call }, index) => {
      const result = results[index];
      return result?.success ? decodeCall(call, result.returnData) : revertedCall(call, result?.returnData);
    });
  };
  return async (provider, block, calls) => {
    const encoded = calls.map((call) => ({ call, data: encode(call) }));
    const way = encoded.length > 1 && (await deployed(provider, block)) ? aggregate : oneByOne;
    const results: unknown[] = [];
    for (let at = 0; at < encoded.length; at += LARGEST_CHUNK) {
      results.push(...(await way(provider, block, encoded.slice(at, at + LARGEST_CHUNK))));
    }
    return results;
  };
}

/** Where every call of several fails alike, the node may have run out of gas or sense, which looks the same as all of them reverting. */
function failAlike(results: readonly Result[]): boolean {
  const [first] = results;
  return first !== undefined && results.every((result) => !result.success && result.returnData === first.returnData);
}

async function halves<T>(list: readonly T[], work: (half: readonly T[]) => Promise<unknown[]>): Promise<unknown[]> {
  const middle = Math.ceil(list.length / 2);
  return [...(await work(list.slice(0, middle))), ...(await work(list.slice(middle)))];
}

function aggregateRequest(to: Address, calls: readonly Encoded[]) {
  const args = calls.map(({ call, data }) => ({ target: call.address, allowFailure: true, callData: data }));
  return {
    method: "eth_call" as const,
    params: [{ to, data: encodeFunctionData({ abi: ABI, functionName: "aggregate3", args: [args] }) }],
  };
}

function encode({ abi, args }: Call): Hex {
  return encodeFunctionData({ abi: [abi], functionName: abi.name, args });
}

/** Whether Multicall3 has code at a block: once there it stays, and before it was there it was not. */
function createDeployment(address: Address, read: StateReader) {
  let presentFrom: bigint | undefined;
  let absentUntil: bigint | undefined;
  return async (provider: Provider, block: Block): Promise<boolean> => {
    if (presentFrom !== undefined && block.number >= presentFrom) return true;
    if (absentUntil !== undefined && block.number <= absentUntil) return false;
    const [answer] = await read(provider, block, [{ method: "eth_getCode", params: [address] }]);
    const present = payloadOf(answer) !== "0x";
    if (present) presentFrom = block.number;
    else absentUntil = block.number;
    return present;
  };
}
