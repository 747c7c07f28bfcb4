import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { server } from '../connection/index.ts'
import { useText } from '../messages/index.ts'
import { NoticeBar } from '../components/index.ts'

const lookMilliseconds = 1500

/**
 * Shows the progress of loading the sample alliance. New data appears only on request, so that nothing moves while
 * the person reads.
 */
export function SampleBar(): ReactNode {
  const { t, number } = useText()
  const queries = useQueryClient()
  const [wasLoading, setWasLoading] = useState(false)
  const { data } = useQuery({
    queryKey: ['sample'],
    queryFn: ({ signal }) => server.sample.read({ signal }),
    staleTime: Infinity,
    refetchInterval: ({ state }) => (state.data?.state === 'loading' ? lookMilliseconds : false),
  })
  const loading = data?.state === 'loading'
  if (loading && !wasLoading) setWasLoading(true)
  if (data === undefined || !wasLoading) return null
  const show = (): void => {
    setWasLoading(loading)
    void queries.invalidateQueries()
  }
  return (
    <NoticeBar
      actions={
        <Button size="compact-sm" variant="default" onClick={show}>
          {t('sample.show')}
        </Button>
      }
    >
      {loading
        ? t('sample.loading', { taken: number(data.taken), total: number(data.total) })
        : t('sample.loaded')}
    </NoticeBar>
  )
}
