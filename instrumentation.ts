export async function register() {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  console.log('meshwright: node runtime')
}
