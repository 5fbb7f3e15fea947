import { endpoints } from '#lib/api/endpoints.ts'
import { handle } from '#server/http/handle.ts'
import { reply } from '#server/http/reply.ts'
import type { Identity, Services } from '#server/services.ts'

const shown = ({ user, expires }: Identity, { settings }: Services) => ({
  user,
  readOnly: settings.readOnly,
  links: settings.links,
  ...(expires ? { expires } : {}),
})

export const GET = handle(endpoints.session, ({ identity, services }) => shown(identity, services))

export const POST = handle(endpoints.signIn, ({ body, services }) => {
  const { cookie, identity } = services.sessions.signIn(body.token)
  return reply(shown(identity, services), { cookie })
})

export const DELETE = handle(endpoints.signOut, ({ identity, services }) =>
  reply({}, { cookie: services.sessions.signOut(identity) }),
)
