import { writeCursor } from '../../src/platform/http/index.ts'
import { byId, type Named, type Probes, type Sent } from './probe.ts'

export const cases: Probes['cases'] = {
  list: {
    named: ({ listing, brand, member, case: id, at }): Sent[] => [
      { query: { listing }, status: 200 },
      { query: { brand }, status: 200 },
      { query: { assignee: member }, status: 200 },
      { query: { after: writeCursor([0, at, id]) }, status: 200 },
    ],
    plain: [{}],
  },
  board: { named: ({ brand }): Sent[] => [{ query: { brand }, status: 200 }], plain: [{}] },
  open: {
    named: ({ listing }): Sent[] => [
      { body: { title: 'Mine', about: 'seller', listings: [listing] }, status: 404 },
    ],
  },
  read: { named: byId('case') },
  offers: { named: byId('case') },
  record: { named: byId('case') },
  act: { named: byId('case', { do: { act: 'note', text: 'x' } }) },
}

const template = {
  ...{ name: 'Mine', about: 'seller', priority: 'normal', tasks: [], slaHours: null, note: null },
}
const queue = {
  ...{ name: 'Mine', place: 1, rules: [], assignee: null, assignHours: null },
  sla: { low: null, normal: 24, high: 8, urgent: 1 },
}
const someFile = Buffer.from('%PDF-1.7').toString('base64')
const ofFile =
  (body?: unknown) =>
  ({ case: id, caseFile: file }: Named): Sent[] => [
    { params: { id, file }, status: 404, ...(body !== undefined && { body }) },
  ]

export const casework: Probes['casework'] = {
  templates: { plain: [{}] },
  addTemplate: { plain: [{ body: template }] },
  versions: { named: byId('caseTemplate') },
  changeTemplate: { named: byId('caseTemplate', { template, version: 1 }) },
  queues: { plain: [{}] },
  addQueue: {
    named: ({ member }): Sent[] => [{ body: { ...queue, assignee: member }, status: 404 }],
    plain: [{ body: queue }],
  },
  changeQueue: { named: byId('caseQueue', queue) },
  files: { named: byId('case') },
  addFile: { named: byId('case', { name: 'x.pdf', content: someFile }) },
  file: { named: ofFile() },
  removeFile: { named: ofFile({ do: 'confirm' }) },
  notes: { named: byId('case') },
  share: {
    named: ({ case: id, listing, brand }): Sent[] => [
      { params: { id }, body: { listing, brand, text: 'x' }, status: 404 },
    ],
  },
  received: {
    named: ({ listing, at, sharedNote }): Sent[] => [
      { query: { listing }, status: 200 },
      { query: { after: writeCursor([at, sharedNote]) }, status: 200 },
    ],
    plain: [{}],
  },
  reply: { named: byId('sharedNote', { text: 'x' }) },
}
