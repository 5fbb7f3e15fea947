import assert from 'node:assert/strict'
import { test } from 'node:test'
import { launchToken, sameToken } from './launch-token.ts'
import { createSessions } from './sessions.ts'

const token = 'a-launch-token-for-tests'
const user = { name: 'ada', groups: ['dev'] }

function house({ secure = false, basePath = '' } = {}) {
  const clock = { at: 1_000_000 }
  const now = () => clock.at
  const sessions = createSessions({ token, user, port: 3000, secure, basePath, now })
  return { sessions, clock }
}
const sending = (cookie: string) => new Headers({ cookie: `a=1; ${cookie.split(';')[0]}; b=2` })
const isWrongToken = { code: 'session/wrong-token' }

test('the launch token is traded for a cookie that no script reads and no other site sends', () => {
  const { sessions } = house()
  const { cookie, identity } = sessions.signIn(token)
  assert.match(cookie, /^mw-session-3000=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)
  assert.deepEqual(identity.user, user)
  assert.equal(sessions.identify(sending(cookie))?.by, 'cookie')
  assert.ok(!cookie.includes(token))
})

test('over https the cookie is bound to the host', () => {
  const { cookie } = house({ secure: true }).sessions.signIn(token)
  assert.match(cookie, /^__Host-mw-session=\S+; Path=\/; HttpOnly; SameSite=Strict; Secure$/)
})

test('below a path the cookie goes to that path only', () => {
  const plain = house({ basePath: '/mesh' }).sessions
  const { cookie } = plain.signIn(token)
  assert.match(cookie, /^mw-session-3000=\S+; Path=\/mesh; HttpOnly; SameSite=Strict$/)
  assert.equal(plain.identify(sending(cookie))?.by, 'cookie')
  assert.match(
    house({ secure: true, basePath: '/mesh' }).sessions.signIn(token).cookie,
    /^__Secure-mw-session=\S+; Path=\/mesh; HttpOnly; SameSite=Strict; Secure$/,
  )
})

test('a script sends the token itself', () => {
  const { sessions } = house()
  const found = sessions.identify(new Headers({ authorization: `Bearer ${token}` }))
  assert.equal(found?.by, 'token')
  assert.throws(
    () => sessions.identify(new Headers({ authorization: 'Bearer wrong' })),
    isWrongToken,
  )
})

for (const given of ['', 'a-launch-token-for-test', `${token}x`, token.toUpperCase()]) {
  test(`"${given}" is not the launch token`, () => {
    assert.throws(() => house().sessions.signIn(given), isWrongToken)
  })
}

const strangers = [
  new Headers(),
  new Headers({ cookie: 'mw-session-3000=' }),
  new Headers({ cookie: `mw-session-3000=${'A'.repeat(43)}` }),
  new Headers({ cookie: `mw-session-3000=${token}` }),
  new Headers({ authorization: `Basic ${token}` }),
]
for (const headers of strangers) {
  test(`${JSON.stringify([...headers])} names nobody`, () => {
    const { sessions } = house()
    sessions.signIn(token)
    assert.equal(sessions.identify(headers), undefined)
  })
}

test('a cookie of another port names nobody', () => {
  const { sessions } = house()
  const { cookie } = sessions.signIn(token)
  assert.equal(sessions.identify(sending(cookie.replace('3000', '3001'))), undefined)
})

test('after sign-out the cookie is worth nothing, and the others still are', () => {
  const { sessions } = house()
  const first = sessions.signIn(token)
  const second = sessions.signIn(token)
  assert.match(sessions.signOut(first.identity), /^mw-session-3000=; .*Max-Age=0$/)
  assert.equal(sessions.identify(sending(first.cookie)), undefined)
  assert.equal(sessions.holds(first.identity), false)
  assert.ok(sessions.identify(sending(second.cookie)))
  assert.equal(sessions.holds(second.identity), true)
})

test('a session ends when it is not used, and in the end even when it is', () => {
  const { sessions, clock } = house()
  const hour = 3_600_000
  const idle = sessions.signIn(token)
  clock.at += 12 * hour
  assert.equal(sessions.identify(sending(idle.cookie)), undefined)
  const busy = sessions.signIn(token)
  for (let hours = 0; hours < 7 * 24 - 6; hours += 6) {
    clock.at += 6 * hour
    assert.ok(sessions.identify(sending(busy.cookie)))
  }
  clock.at += 6 * hour
  assert.equal(sessions.identify(sending(busy.cookie)), undefined)
})

test('the number of sessions is bounded, the oldest goes', () => {
  const { sessions } = house()
  const first = sessions.signIn(token)
  for (let i = 0; i < 1000; i++) sessions.signIn(token)
  assert.equal(sessions.identify(sending(first.cookie)), undefined)
})

test('without a configured token each start has one of 256 bit; a short one is refused', () => {
  assert.equal(Buffer.from(launchToken(undefined), 'base64url').length, 32)
  assert.notEqual(launchToken(undefined), launchToken(undefined))
  assert.throws(() => launchToken('short'), /shorter than 16/)
  assert.ok(sameToken(launchToken(token), token))
})
