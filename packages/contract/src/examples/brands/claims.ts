import type { claimEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

const decider = 'installation'
const claim = { id: samples.claim }
const rivalClaim = { id: samples.rivalClaim }
const agentClaim = { id: samples.agentClaim }

export const claimExamples: ExamplesOf<typeof claimEndpoints> = {
  submit: [
    {
      what: 'Submit an owner’s claim with an extract from the register',
      by: 'ada',
      body: {
        brand: 'velmoraq',
        office: 'EM',
        number: '018000001',
        owner: 'Velmoraq Holding',
        document: { mediaType: 'application/pdf', content: samples.pdf },
      },
      status: 201,
      keeps: { [samples.claim]: '/id', [samples.document]: '/documents/0/id' },
    },
    {
      what: 'Submit another owner’s claim to the same brand',
      by: 'ben',
      body: {
        brand: 'velmoraq',
        office: 'CH',
        number: '700001',
        owner: 'Velmoraq Tea',
        document: { reference: 'https://register.example/ch/700001' },
      },
      status: 201,
      keeps: { [samples.rivalClaim]: '/id' },
    },
    {
      what: 'Claim the copyright in a photograph',
      by: 'ada',
      body: {
        brand: 'velmoraq',
        work: {
          title: 'Handbag on a terrace, autumn 2025',
          type: 'photograph',
          author: 'Lio Marchetti',
          publishedOn: '2025-09-01',
          publishedIn: 'https://velmoraq.example/autumn',
        },
        owner: 'Velmoraq Holding',
        document: { mediaType: 'application/pdf', content: samples.pdf },
      },
      status: 201,
    },
    {
      what: 'Submit an agent’s claim with a power of attorney',
      by: 'ben',
      body: {
        brand: 'tarnowe',
        basis: 'agent',
        office: 'EM',
        number: '018000002',
        owner: 'Tarnowe Textiles',
        document: { reference: 'https://register.example/em/018000002' },
        powerOfAttorney: {
          document: { reference: 'file 2026/114' },
          validFrom: '2026-01-01',
          validTo: '2035-12-31',
        },
      },
      status: 201,
      keeps: { [samples.agentClaim]: '/id' },
    },
  ],
  list: [{ what: 'List claims awaiting a decision', by: decider, query: { state: 'pending' } }],
  read: [{ what: 'Retrieve the caller’s own claim', by: 'ada', params: claim }],
  document: [
    { what: 'Download the proof', by: decider, params: { ...claim, document: samples.document } },
  ],
  act: [
    {
      what: 'Approve a claim',
      by: decider,
      params: claim,
      body: { action: { type: 'approve', reason: 'extract checked' }, expectedVersion: 1 },
    },
    {
      what: 'Freeze two conflicting claims',
      by: decider,
      params: rivalClaim,
      body: { action: { type: 'contest', reason: 'an older right in CH' } },
    },
    {
      what: 'Let both claims coexist',
      by: decider,
      params: rivalClaim,
      body: {
        action: { type: 'resolve', standing: 'all', reason: 'two owners in two territories' },
      },
    },
    {
      what: 'Reject a claim',
      by: decider,
      params: agentClaim,
      body: { action: { type: 'reject', reason: 'the file is not to be found' } },
    },
    {
      what: 'Revoke a claim',
      by: decider,
      params: claim,
      body: { action: { type: 'revoke', reason: 'the right has lapsed' } },
    },
    {
      what: 'Withdraw a claim',
      by: 'ben',
      params: rivalClaim,
      body: { action: { type: 'withdraw' } },
    },
  ],
}
