import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { noticePlace, wordCustody } from './word-custody.ts'

/** What happened to evidence, with local times and the names of notices; what a person wrote stays as it is. */
export function CustodySentence({ text }: { text: string }): ReactNode {
  const words = useText()
  const worded = wordCustody(words, text)
  if (worded === undefined) return text
  const [before = '', ...after] = worded.words.split(noticePlace)
  if (worded.notice === undefined) return before
  return (
    <>
      {before}
      <NoticeLink id={worded.notice} />
      {after.join('')}
    </>
  )
}

function NoticeLink({ id }: { id: string }): ReactNode {
  const { t } = useText()
  const notice = useQuery({
    queryKey: ['notice name', id],
    staleTime: Infinity,
    retry: false,
    queryFn: async ({ signal }) =>
      (await server.notices.read({ params: { id }, signal })).caseTitle,
  })
  return (
    <Link to="/notices/$id" params={{ id }} className="stranger">
      {notice.data === undefined
        ? t('capture.custody.notice')
        : t('capture.custody.notice.named', { title: notice.data })}
    </Link>
  )
}
