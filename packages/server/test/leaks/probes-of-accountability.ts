import { after, byId, type Named, type Probes, type Sent } from './probe.ts'

const held = { wantedBy: 'counsel', reference: 'x', reason: 'x', days: 3, reviewDays: 1 }
const longer = { days: 9, reviewDays: 1, reason: 'x' }

export const embargoes: Probes['embargoes'] = {
  list: { named: after('embargo'), plain: [{}] },
  ofAuthorities: { named: after('embargo'), plain: [{}] },
  set: {
    named: ({ listing, case: file }: Named): Sent[] => [
      { body: { scope: { kind: 'listing', listing }, ...held }, status: 404 },
      { body: { scope: { kind: 'case', case: file }, ...held }, status: 404 },
    ],
  },
  lift: { named: byId('embargo', { reason: 'x' }) },
  extend: { named: byId('embargo', longer) },
  settle: { named: byId('embargo', { confirm: true }) },
}

export const accountability: Probes['accountability'] = {
  figures: { plain: [{}, { query: { by: 'brand' } }, { query: { by: 'analyst' } }] },
  marks: { named: after('accountabilityMark'), plain: [{}] },
  lift: { named: byId('accountabilityMark', { reason: 'x' }) },
}
