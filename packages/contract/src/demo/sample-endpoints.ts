import { z } from 'zod'
import { endpoint } from '../api/endpoint.ts'

export const sampleStates = ['none', 'loading', 'loaded', 'removing', 'removed'] as const

export const sampleEndpoints = {
  read: endpoint({
    method: 'GET',
    path: '/api/v1/sample',
    summary: 'Retrieve the loading progress of the sample alliance',
    description: 'Invented organisations, people and listings for trying out a new installation.',
    access: 'signed-in',
    response: z.object({
      state: z.enum(sampleStates).meta({ description: '`none`: the sample was never requested.' }),
      taken: z.int().min(0).meta({ description: 'Listings loaded.' }),
      total: z.int().min(0).meta({ description: 'Listings in total.' }),
    }),
  }),
}
