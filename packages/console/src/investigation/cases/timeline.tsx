import { useInfiniteQuery, useQueries } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Client } from '@touchstone/client'
import type { CaseRecordView, TimelineEntryView, RegimeTableView } from '@touchstone/contract'
import type { ReactNode } from 'react'
import {
  caseKey,
  noticeEventText,
  useNameOf,
  useOrganisationName,
  type CaseDetailView,
} from '../case-components/index.ts'
import { pagination, placed, server } from '../../connection/index.ts'
import { useRegimeWords } from '../../enforcement/regime-components/index.ts'
import { proceedingTitle, useText, type Text } from '../../messages/index.ts'
import { timelineText } from './timeline-text.ts'
import { caseEventText, type EventText } from './case-event-text.ts'

type Page = Awaited<ReturnType<Client['notices']['course']>>

/** An event of the case itself, a capture of its listings, a proceeding or a notice. */
export type TimelineItem = EventText & {
  key: string
  at: string
  who: string
  kind: 'case' | 'capture' | 'law' | 'notice'
  link?: ReactNode
}

const captureMilliseconds = 2500

/** All events of a case, newest first, by page; refreshed while a capture is running. */
export function useTimeline(id: string) {
  return useInfiniteQuery({
    ...pagination,
    queryKey: [...caseKey(id), 'course'],
    queryFn: ({ pageParam, signal }) =>
      server.notices.course({
        params: { id },
        query: { limit: 50, ...placed(pageParam) },
        signal,
      }),
    refetchInterval: ({ state }) =>
      isCapturing(state.data?.pages[0]?.items ?? []) ? captureMilliseconds : false,
  })
}

/** Whether a requested capture is still running. */
function isCapturing(entries: readonly TimelineEntryView[]): boolean {
  const captures = entries.filter(({ source }) => source === 'capture')
  const ended = new Set(captures.filter(({ kind }) => kind !== 'asked').map(({ id }) => id))
  return captures.some(({ kind, id }) => kind === 'asked' && !ended.has(id))
}

/** The timeline of a case in the pages' language. */
export function useTimelineItems(
  kase: CaseDetailView,
  pages: readonly Page[],
): readonly TimelineItem[] {
  const text = useText()
  const nameOf = useNameOf()
  const organisationName = useOrganisationName()
  const words = useRegimeWords()
  const entries = pages.flatMap(({ items }) => items)
  const tables = useTables(entries)
  return entries.map((entry): TimelineItem => {
    const { by, at, source, id, position } = entry
    const who = by.kind === 'person' ? nameOf(by.id) : text.t('product.name')
    return { key: `${source} ${id} ${position}`, at, who, ...toTimelineItem(entry) }
  })

  function toTimelineItem(entry: TimelineEntryView): Omit<TimelineItem, 'key' | 'at' | 'who'> {
    const { source, id, data } = entry
    switch (source) {
      case 'case': {
        const words = caseEventText(entry as CaseRecordView, { text, nameOf, tasks: kase.tasks })
        if (words.other === undefined) return { ...words, kind: 'case' }
        const link = (
          <Link to="/cases/$id" params={{ id: words.other }}>
            {text.t('case-event.other-case')}
          </Link>
        )
        return { ...words, kind: 'case', link }
      }
      case 'capture':
        return { ...tellCapture(entry, text), kind: 'capture', link: captureLink(entry) }
      case 'notice': {
        const link = (
          <Link to="/notices/$id" params={{ id }}>
            {text.t('case-event.notice')}
          </Link>
        )
        return { ...noticeEventText(entry, text, organisationName), kind: 'notice', link }
      }
      case 'proceeding': {
        const link = (
          <Link to="/proceedings/$id" params={{ id }} className="stranger">
            {proceedingTitle(text, textOf(data['title']))}
          </Link>
        )
        const table = tables.get(textOf(data['regime']))
        const begun = text.t('case-event.proceeding-begun')
        return { words: timelineText(entry, table, words, begun), kind: 'law', link }
      }
    }
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function tellCapture({ kind, data }: TimelineEntryView, { t, word }: Text): EventText {
  if (kind === 'asked') {
    return { words: t('case-event.capture-asked'), said: textOf(data['reason']) }
  }
  const outcome = textOf(data['outcome'])
  const how = word(`capture-outcome.${outcome}`) ?? outcome
  const words = t('case-event.capture-ended', { how })
  return kind === 'failed' ? { words, said: textOf(data['sentence']) } : { words }
}

function captureLink({ id, data }: TimelineEntryView): ReactNode {
  return (
    <Link to="/captures/$id" params={{ id }} className="stranger">
      {textOf(data['url'])}
    </Link>
  )
}

/** The regimes of the listed events, which name their transitions. */
function useTables(entries: readonly TimelineEntryView[]): ReadonlyMap<string, RegimeTableView> {
  const regimes = [
    ...new Set(
      entries.flatMap(({ source, data }) =>
        source === 'proceeding' && textOf(data['regime']) !== '' ? [textOf(data['regime'])] : [],
      ),
    ),
  ]
  const read = useQueries({
    queries: regimes.map((id) => ({
      queryKey: ['regimes', id],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        server.proceedings.regime({ params: { id }, signal }),
      staleTime: 600_000,
    })),
  })
  return new Map(read.flatMap(({ data }) => (data === undefined ? [] : [[data.id, data]])))
}
