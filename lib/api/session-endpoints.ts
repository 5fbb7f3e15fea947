import { readiness, session } from './cluster.ts'
import { define } from './endpoint.ts'
import { none } from './parameters.ts'
import { z } from './zod.ts'

/** The process itself, and who asks. */
export const sessionEndpoints = {
  health: define({
    id: 'health',
    method: 'GET',
    path: '/api/health',
    access: 'public',
    summary: 'Answers as soon as the process does',
    answer: z.object({ status: z.literal('ok') }),
  }),
  ready: define({
    id: 'ready',
    method: 'GET',
    path: '/api/ready',
    access: 'public',
    summary: '200 once every cluster has settled (live, denied or unreachable), 503 until then',
    answer: readiness,
  }),
  openapi: define({
    id: 'openapi',
    method: 'GET',
    path: '/api/openapi.json',
    access: 'public',
    summary: 'This document',
    answer: z.looseObject({ openapi: z.string() }),
  }),
  session: define({
    id: 'session',
    method: 'GET',
    path: '/api/session',
    access: 'read',
    summary: 'Who one is',
    answer: session,
  }),
  signIn: define({
    id: 'signIn',
    method: 'POST',
    path: '/api/session',
    access: 'public',
    summary: 'Trades the launch token for a session cookie',
    body: z.strictObject({ token: z.string().min(1).max(1024) }),
    answer: session,
  }),
  signOut: define({
    id: 'signOut',
    method: 'DELETE',
    path: '/api/session',
    access: 'read',
    summary: 'Ends the session',
    answer: none,
  }),
} as const
