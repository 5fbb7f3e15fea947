/**
 * How the server's Node is run. What the server keeps lives for long, so a large place for young objects is of little
 * use to it: 4 MB instead of 32 take no more CPU while 20,000 Pods are read, and 100 MB less memory
 * (docs/benchmarks.md).
 *
 * @type {readonly string[]}
 */
export const SERVER_FLAGS = ['--max-semi-space-size=4']
