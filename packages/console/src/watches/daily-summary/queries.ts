import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { server } from '../../connection/index.ts'

export function useSummary(day: string) {
  return useQuery({
    queryKey: ['watch summary', day],
    queryFn: ({ signal }) => server.summaries.read({ params: { day }, signal }),
    placeholderData: keepPreviousData,
  })
}

export function useSummaryDays() {
  return useQuery({
    queryKey: ['watch summaries'],
    queryFn: ({ signal }) => server.summaries.list({ signal }),
  })
}
