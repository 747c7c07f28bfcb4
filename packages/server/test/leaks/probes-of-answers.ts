import { after, byId, type Named, type Probes, type Sent } from './probe.ts'

const reasons = { reasons: 'x' }
const link =
  (body?: unknown) =>
  ({ answerLink }: Named): Sent[] => [{ params: { link: answerLink }, body, status: 404 }]

export const answers: Probes['answers'] = {
  links: { named: after('answerLink'), plain: [{}] },
  makeLink: {
    named: ({ proceeding, proofAsk, marketplace, seller: id }): Sent[] => {
      const more = { seller: { marketplace, id }, ownWay: 'x' }
      return [
        { body: { proceeding, ...more }, status: 404 },
        { body: { ask: proofAsk, ...more }, status: 404 },
      ]
    },
  },
  revokeLink: { named: byId('answerLink') },
  list: { named: after('answer'), plain: [{}] },
  read: { named: byId('answer') },
  document: {
    named: ({ answer: id, answerDocument: document }): Sent[] => [
      { params: { id, document }, status: 404 },
    ],
  },
  decide: {
    named: byId('answer', { outcome: 'upheld', summary: 'x', qualification: 'x', ...reasons }),
  },
  told: { named: byId('answer', { how: 'x' }) },
}

export const clearances: Probes['clearances'] = {
  issue: {
    named: ({ answer, brand }): Sent[] => [{ body: { answer, brand, right: 'EM 1' }, status: 404 }],
  },
  list: { named: after('clearance'), plain: [{}] },
  read: { named: byId('clearance') },
  revoke: { named: byId('clearance', { reason: 'x' }) },
}

export const proofAsks: Probes['proofAsks'] = {
  ask: {
    named: ({ listing, brand }): Sent[] => [
      { body: { listing, brand, reason: 'x', accepts: ['invoice'] }, status: 404 },
    ],
  },
  list: { named: after('proofAsk'), plain: [{}] },
  read: { named: byId('proofAsk') },
  decide: { named: byId('proofAsk', { outcome: 'accepted', ...reasons }) },
  withdraw: { named: byId('proofAsk', reasons) },
}

/** Whoever has no cookie of the browser that opened a link, be he who he likes, finds nothing under its id. */
export const seller: Probes['seller'] = {
  open: {
    named: ({ answerToken }): Sent[] => [
      { body: { token: [...answerToken].reverse().join('') }, status: 404 },
    ],
  },
  read: { named: link() },
  picture: {
    named: ({ answerLink, receivedPicture: digest }): Sent[] => [
      { params: { link: answerLink, digest }, status: 404 },
    ],
  },
  answer: { named: link({ words: 'x', locale: 'en' }) },
  withdraw: { named: link() },
  refer: { named: link({ body: 'x' }) },
  leave: { plain: [{}] },
}
