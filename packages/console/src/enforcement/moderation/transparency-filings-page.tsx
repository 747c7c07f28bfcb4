import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMarketplaceName } from '../../connection/index.ts'
import { VisibleText } from '../../assessment/index.ts'
import { ListingThumbnail } from '../../images/thumbnails/index.ts'
import { useText } from '../../messages/index.ts'
import {
  Card,
  Columns,
  Empty,
  Page,
  saveJson,
  QueryStatus,
  TimeLeft,
} from '../../components/index.ts'
import { useFilings, type Filings } from './queries.ts'
import { ModerationTabs } from './moderation-tabs.tsx'
import styles from './moderation.module.css'

/** Records due to the Transparency Database; Touchstone does not submit them itself. */
export function FilingsPage(): ReactNode {
  const { t } = useText()
  const filings = useFilings()
  const { statements: records = [], subjects = [] } = filings.data ?? {}
  return (
    <Page
      title={t('filings.title')}
      lead={t('filings.description')}
      actions={
        records.length > 0 && (
          <Button onClick={() => saveJson({ statements: records }, 'statements-of-reasons.json')}>
            {t('filings.download', { count: records.length })}
          </Button>
        )
      }
    >
      <ModerationTabs here="filings" />
      <Card>
        {!filings.isSuccess && <QueryStatus query={filings} />}
        {filings.isSuccess && records.length === 0 && (
          <Empty title={t('filings.empty')}>{t('filings.empty.text')}</Empty>
        )}
        {subjects.length > 0 && (
          <Columns
            caption={t('filings.title')}
            heads={[
              t('filings.listing'),
              t('filings.visibility'),
              t('filings.ground'),
              t('filings.date'),
              t('filings.due'),
            ]}
          >
            {subjects.map((subject) => (
              <FilingRow key={subject.puid} subject={subject} />
            ))}
          </Columns>
        )}
      </Card>
    </Page>
  )
}

/** One record: what it concerns and when it is due, with its identifier on request. */
function FilingRow({ subject }: { subject: Filings['subjects'][number] }): ReactNode {
  const { t, day, list } = useText()
  const marketplaceName = useMarketplaceName()
  const { puid, proceeding, listing, about, measures, ground, startsOn, dueAt } = subject
  const title = about.listing ?? t('filings.proceeding')
  const place = [about.seller, about.marketplace && marketplaceName(about.marketplace)]
    .filter((one) => one !== null)
    .join(' · ')
  return (
    <tr>
      <td className="stranger">
        <span className={styles.filing}>
          <ListingThumbnail listing={listing} title={title} size="small" />
          <span>
            {listing === null ? (
              <Link to="/proceedings/$id" params={{ id: proceeding }}>
                {title}
              </Link>
            ) : (
              <Link to="/listings/$id" params={{ id: listing }}>
                <VisibleText text={title} />
              </Link>
            )}
            {place !== '' && <div className={styles.fine}>{place}</div>}
          </span>
        </span>
      </td>
      <td>{list(measures.map((one) => t(`measure.${one}`)).toSorted())}</td>
      <td className="stranger">{ground}</td>
      <td className="short">{day(startsOn)}</td>
      <td>
        {dueAt !== null && <TimeLeft at={dueAt} />}
        <details>
          <summary>{t('filings.puid')}</summary>
          <code>{puid}</code>
        </details>
      </td>
    </tr>
  )
}
