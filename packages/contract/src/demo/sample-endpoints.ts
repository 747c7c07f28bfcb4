import { z } from 'zod'
import { endpoint } from '../api/endpoint.ts'

export const sampleStates = ['none', 'loading', 'loaded', 'removing', 'removed'] as const

export const sampleEndpoints = {
  read: endpoint({
    method: 'GET',
    path: '/api/v1/sample',
    summary: 'How far the sample alliance is loaded',
    description:
      'Invented organisations, people and offers, with which a new installation can be tried.',
    access: 'signed-in',
    answer: z.object({
      state: z.enum(sampleStates).meta({ description: 'none: nobody ever asked for it.' }),
      taken: z.int().min(0).meta({ description: 'Offers that are loaded.' }),
      total: z.int().min(0).meta({ description: 'Offers that there will be.' }),
    }),
  }),
}
