/**
 * How the server's Node is run. The place for young objects is held at 32 MB: it would grow to twice that while a large
 * cluster is read. With 4 MB the store of 20,000 Pods is 90 MB smaller, but what an event throws away grows old there,
 * is collected with everything else, and an event costs twice the CPU (docs/benchmarks.md).
 *
 * @type {readonly string[]}
 */
export const SERVER_FLAGS = ['--max-semi-space-size=32']
