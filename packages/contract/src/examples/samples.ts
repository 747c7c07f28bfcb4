/** Ids, tokens and codes as the examples show them; a true answer has its own. */
export const samples = {
  offer: '3f5c9a52-7d11-4e0b-9c57-1b0f6f1d2a10',
  claim: '7a1de0c4-52a3-4c0e-8d3b-4be1b7f0a901',
  document: '7a1de0c4-52a3-4c0e-8d3b-4be1b7f0a911',
  rivalClaim: '7a1de0c4-52a3-4c0e-8d3b-4be1b7f0a902',
  agentClaim: '7a1de0c4-52a3-4c0e-8d3b-4be1b7f0a903',
  revision: '2c9e7d14-8b5f-4a63-9d20-6f1e0c8b7a91',
  draft: '2c9e7d14-8b5f-4a63-9d20-6f1e0c8b7a92',
  hold: '5b8d2f6e-1c3a-4d7b-8e9f-0a1b2c3d4e81',
  webhook: 'c0b7a6de-0f4e-4a57-b3f9-2f1f8f6b3d21',
  event: 'c0b7a6de-0f4e-4a57-b3f9-2f1f8f6b3d31',
  token: 'kz0Q4Zb1w7vYt3cRZx8nSg5uJ2mLfPqAe9HdKyTi6Wo',
  invitation: '91e2c7aa-6b0d-4d5c-a1b8-7f3a5c2e4b41',
  openInvitation: '91e2c7aa-6b0d-4d5c-a1b8-7f3a5c2e4b42',
  member: '91e2c7aa-6b0d-4d5c-a1b8-7f3a5c2e4b51',
  key: 'd8a4f1b3-3c6e-4f2a-9b7d-6e5c4b3a2f61',
  session: 'e7b3c2d1-9a8f-4e6d-8c5b-1a2b3c4d5e71',
  secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
  /** What the authenticator app shows at the moment. */
  code: '492039',
} as const
