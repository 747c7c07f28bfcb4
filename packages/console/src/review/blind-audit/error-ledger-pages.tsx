import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Denied, Page, QueryStatus, Refused, saveText } from '../../components/index.ts'
import { QualityTabs } from './blind-audit-tabs.tsx'
import styles from './error-ledger.module.css'
import { LedgerTables, SaveLedger } from './ledger-tables.tsx'

/** How often each verdict, queue and signal was right, wrong and reversed; of one’s own organisation, or as published. */
export function ErrorLedgerPage(): ReactNode {
  const { slug } = useParams({ strict: false })
  return slug === undefined ? <OwnLedger /> : <PublicLedger slug={slug} />
}

function OwnLedger(): ReactNode {
  const { t } = useText()
  const { organisation } = useMember()
  const { seeQuality } = permissionsOf(useMember())
  if (seeQuality && organisation.brands.length === 0) return <Ledger />
  return (
    <Page title={t('error-ledger.title')} actions={<QualityTabs here="ledger" />}>
      <Denied>{t('error-ledger.denied')}</Denied>
    </Page>
  )
}

function Ledger(): ReactNode {
  const { t, day } = useText()
  const { changeCatalog } = permissionsOf(useMember())
  const ledger = useQuery({
    queryKey: ['error-ledger'],
    queryFn: ({ signal }) => server.errorLedger.read({ signal }),
  })
  const rows = useMutation({
    mutationFn: () => server.errorLedger.rows(),
    onSuccess: (text) => saveText(text, 'error-ledger-rows.ndjson', 'application/x-ndjson'),
  })
  const lead =
    ledger.data &&
    t('error-ledger.description', {
      from: day(ledger.data.period.from),
      to: day(ledger.data.period.to),
    })
  return (
    <Page title={t('error-ledger.title')} lead={lead} actions={<QualityTabs here="ledger" />}>
      {ledger.isSuccess ? (
        <>
          <p className={styles.fine}>
            {ledger.data.publishedAt === null
              ? t('error-ledger.private')
              : t('error-ledger.published', { day: day(ledger.data.publishedAt) })}{' '}
            {ledger.data.publishedAt !== null && <PublicAddress />}
          </p>
          <div className={styles.saves}>
            <SaveLedger ledger={ledger.data} />
            {changeCatalog && (
              <Button
                size="compact-sm"
                variant="subtle"
                loading={rows.isPending}
                onClick={() => rows.mutate()}
              >
                {t('error-ledger.rows')}
              </Button>
            )}
          </div>
          {rows.error !== null && <Refused error={rows.error} />}
          <LedgerTables ledger={ledger.data} />
        </>
      ) : (
        <QueryStatus query={ledger} />
      )}
    </Page>
  )
}

function PublicAddress(): ReactNode {
  const { organisation } = useMember()
  const path = `/error-ledgers/${organisation.slug}`
  return <a href={path}>{path}</a>
}

/** The published ledger of an organisation, for anyone. */
function PublicLedger({ slug }: { slug: string }): ReactNode {
  const { t, day } = useText()
  const ledger = useQuery({
    queryKey: ['public error-ledger', slug],
    queryFn: ({ signal }) => server.errorLedger.readPublic({ params: { slug }, signal }),
  })
  const { data } = ledger
  const lead =
    data && t('error-ledger.description', { from: day(data.period.from), to: day(data.period.to) })
  return (
    <main className={styles.public}>
      <Page
        title={
          data === undefined
            ? t('error-ledger.title')
            : t('error-ledger.public', { organisation: data.organisation })
        }
        lead={lead}
      >
        {ledger.isSuccess ? (
          <>
            <div className={styles.saves}>
              <SaveLedger ledger={ledger.data} />
            </div>
            <LedgerTables ledger={ledger.data} />
          </>
        ) : (
          <QueryStatus query={ledger} />
        )}
      </Page>
    </main>
  )
}
