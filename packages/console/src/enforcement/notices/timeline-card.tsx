import type { ReactNode } from 'react'
import {
  noticeEventText,
  useNameOf,
  useOrganisationName,
} from '../../investigation/case-components/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Moment, QueryStatus, StoredSentence } from '../../components/index.ts'
import styles from './notices.module.css'
import { useNoticeRecord, type NoticeDetailView } from './notice-queries.ts'

export function RecordCard({ notice }: { notice: NoticeDetailView }): ReactNode {
  const text = useText()
  const { t } = text
  const nameOf = useNameOf()
  const organisationName = useOrganisationName()
  const record = useNoticeRecord(notice.id)
  return (
    <Card title={t('notice.timeline')}>
      {!record.isSuccess && <QueryStatus query={record} />}
      <ol className={styles.record}>
        {record.data?.toReversed().map((event) => {
          const { words, said } = noticeEventText(event, text, organisationName)
          const { by, at, position } = event
          return (
            <li key={position}>
              <span className={styles.fine}>
                {by.kind === 'person' ? nameOf(by.id) : t('product.name')} · <Moment at={at} />
              </span>
              <div className="stranger">{words}</div>
              {said !== undefined && (
                <p className={`${styles.quoted} stranger`}>
                  <StoredSentence text={said} byPeople />
                </p>
              )}
            </li>
          )
        })}
      </ol>
    </Card>
  )
}
