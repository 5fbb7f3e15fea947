import type { Service } from '#lib/model/service.ts'

export const CLIENT = 'client:outside'

export const serviceId = (service: Pick<Service, 'namespace' | 'name'>): string =>
  `service:${service.namespace}/${service.name}`
