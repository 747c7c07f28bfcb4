import type { X509Certificate } from 'node:crypto'
import { Certificate } from 'pkijs'
import { readWhole } from './der.ts'

const known = new WeakMap<X509Certificate, Certificate>()

/** The structure of a certificate; Node exposes neither its extensions nor the bytes of its serial number. */
export function structureOf(certificate: X509Certificate): Certificate {
  const structure =
    known.get(certificate) ?? new Certificate({ schema: readWhole(certificate.raw) })
  known.set(certificate, structure)
  return structure
}
