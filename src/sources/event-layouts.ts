import type { RawLog } from "../chain/chain.ts";
import { requireEvent } from "./event-text.ts";
import { type ArgumentReader, type EventWords, eventWords } from "./log-words.ts";

/**
 * One event of which contracts of several ages keep different arguments in topics. Its topic hash is the same in all of them, so
 * that only the number of a log's topics tells which it is; the signatures must differ in that number. An argument that stands in
 * the wrong place would be read as another figure, which is why a log that fits none of them is refused.
 */
export function eventLayouts(...signatures: [string, ...string[]]): EventWords {
  const [first, ...others] = signatures.map((signature) => {
    const event = requireEvent(signature);
    return { words: eventWords(event), topics: 1 + event.inputs.filter(({ indexed }) => indexed).length };
  }) as [{ words: EventWords; topics: number }, ...{ words: EventWords; topics: number }[]];
  const layouts = [first, ...others];
  const byTopics = new Map(layouts.map(({ words, topics }) => [topics, words]));
  const read = <T>(readerOf: (words: EventWords) => ArgumentReader<T>): ArgumentReader<T> => {
    const fallback = readerOf(first.words);
    const readers = new Map(layouts.map(({ words, topics }) => [topics, readerOf(words)]));
    return (log: RawLog) => (readers.get(log.topics.length) ?? fallback)(log);
  };
  return {
    ...first.words,
    check: (log) => (byTopics.get(log.topics.length) ?? first.words).check(log),
    integer: (argument) => read((words) => words.integer(argument)),
    address: (argument) => read((words) => words.address(argument)),
    hash: (argument) => read((words) => words.hash(argument)),
    text: (argument) => read((words) => words.text(argument)),
  };
}
