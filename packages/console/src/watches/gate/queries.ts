import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { Client } from '@touchstone/client'
import { server } from '../../connection/index.ts'

type Answer<F extends (...args: never[]) => unknown> = Awaited<ReturnType<F>>
export type Installation = Answer<Client['operatorWatches']['read']>

/** Under this key lie all reads of the installation's watches. */
export const installationKey = ['installation', 'watches'] as const
export const everyMilliseconds = 5000

export function useInstallation(): UseQueryResult<Installation> {
  return useQuery({
    queryKey: [...installationKey, 'all'],
    queryFn: ({ signal }) => server.operatorWatches.read({ signal }),
    refetchInterval: everyMilliseconds,
  })
}
