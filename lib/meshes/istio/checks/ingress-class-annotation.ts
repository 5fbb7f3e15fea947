import { parseIngress } from '#lib/model/ingress.ts'
import { objectsOf } from '#lib/model/objects.ts'
import type { Check } from '../../provider.ts'

export const ingressClassAnnotation: Check = {
  code: 'ingress.class-annotation-deprecated',
  title: 'Ingress class as an annotation',
  severity: 'info',
  layer: 'semantic',
  aliases: [],
  source: 'https://kubernetes.io/docs/concepts/services-networking/ingress/#deprecated-annotation',
  *run(model) {
    for (const ingress of objectsOf(model.snapshot, 'networking.k8s.io/ingresses').map(
      parseIngress,
    ))
      if (ingress.hasClassAnnotation)
        yield {
          resource: ingress.ref,
          path: 'metadata.annotations',
          message: 'The annotation kubernetes.io/ingress.class is deprecated.',
          fix: 'Name the class in spec.ingressClassName.',
        }
  },
}
