import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'

/** The name of a member of the organisation. */
export function UserName({ id }: { id: string }): ReactNode {
  const { t } = useText()
  const { data } = useQuery({
    queryKey: ['names of people'],
    staleTime: 600_000,
    queryFn: async ({ signal }) => {
      const { items } = await server.members.list({ query: { limit: 200 }, signal })
      return new Map(items.map((one) => [one.id, one.name]))
    },
  })
  return data?.get(id) ?? t('dossier.someone')
}
