// The shortest way to start: `node src/main.ts`, which is `steward start`. The house itself is put together in steward.ts.
process.argv.splice(2, 0, "start");
await import("./cli/steward.ts");

export {};
