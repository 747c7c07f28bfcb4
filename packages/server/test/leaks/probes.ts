import { endpoints, type Endpoint } from '@touchstone/contract'
import type { Probe, Probes } from './probe.ts'
import * as ofAccountability from './probes-of-accountability.ts'
import * as ofAnswers from './probes-of-answers.ts'
import * as ofBrands from './probes-of-brands.ts'
import * as ofCases from './probes-of-cases.ts'
import * as ofOffers from './probes-of-offers.ts'
import * as ofPeople from './probes-of-people.ts'
import * as ofProcedure from './probes-of-procedure.ts'

/** How each address of the interface is asked for what is another's. */
const probes: Probes = {
  ...ofAccountability,
  ...ofAnswers,
  ...ofBrands,
  ...ofCases,
  ...ofOffers,
  ...ofPeople,
  ...ofProcedure,
  // The caller's own log alone: no address names another's.
  auditLog: {
    heads: { plain: [{}] },
    head: { plain: [{ params: { size: 'latest' } }] },
    verify: { plain: [{ body: {} }] },
  },
  sample: { read: { plain: [{}] } },
}

export type Probed = { name: string; room: keyof Probes; endpoint: Endpoint; probe: Probe }

/** Every address, with its probe. */
export const probed: Probed[] = (Object.keys(endpoints) as (keyof Probes)[]).flatMap((room) => {
  const asked: Record<string, Probe> = probes[room]
  return Object.entries<Endpoint>(endpoints[room]).map(([name, endpoint]) => ({
    name: `${room}.${name}`,
    room,
    endpoint,
    probe: asked[name] ?? {},
  }))
})
