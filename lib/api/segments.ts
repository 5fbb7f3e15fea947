import { z } from './zod.ts'

/**
 * Parts of addresses. They end in paths of requests to the API server, so nothing passes that could be read
 * there as more than one segment.
 * @see kubernetes/kubernetes staging/src/k8s.io/apimachinery/pkg/api/validation/path/name.go IsValidPathSegmentName
 */
const dnsLabel = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/
const dnsSubdomain = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/

export const clusterId = z.string().min(1).max(253).describe('An id out of /api/clusters')
export const group = z
  .string()
  .max(253)
  .regex(dnsSubdomain)
  .describe('API group; "core" for the core group')
export const version = z
  .string()
  .max(63)
  .regex(/^v[0-9][a-z0-9]*$/)
export const plural = z.string().max(63).regex(dnsLabel)
export const kind = z
  .string()
  .max(63)
  .regex(/^[A-Za-z][A-Za-z0-9]*$/)
export const namespace = z.string().max(63).regex(dnsLabel)

/** Object names are not all DNS names: RBAC objects carry colons, some CRDs capitals. */
export const objectName = z
  .string()
  .min(1)
  .max(253)
  .refine(
    (name) => name !== '.' && name !== '..' && !/[/%?#\\\s\p{Cc}]/u.test(name),
    'is not the name of an object',
  )

/** Ids of samples are names of folders. */
export const sampleId = z
  .string()
  .max(63)
  .regex(/^[a-z0-9][a-z0-9.-]*$/)

export const planId = z
  .string()
  .max(128)
  .regex(/^[A-Za-z0-9_.:-]+$/)
export const changeId = planId
