/** Once per server, before the first request: opens the cluster, and closes all of it when the process is to end. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { run } = await import('#server/http/run.ts')
  run(process)
}
