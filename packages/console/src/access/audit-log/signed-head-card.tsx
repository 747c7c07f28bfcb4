import { Button, FileButton } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { Client } from '@touchstone/client'
import type { ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Moment, Refused, saveJson, StateMark, QueryStatus } from '../../components/index.ts'
import styles from './audit-log.module.css'

type Verification = Awaited<ReturnType<Client['auditLog']['verify']>>
type Head = Awaited<ReturnType<Client['auditLog']['head']>>

/** Saves the signed head of the log, and checks whether the log still extends an earlier one. */
export function HeadCard(): ReactNode {
  const { t } = useText()
  const newest = useQuery({
    queryKey: ['log', 'heads'],
    queryFn: ({ signal }) => server.auditLog.heads({ query: { limit: 1 }, signal }),
  })
  const save = useMutation({
    mutationFn: () => server.auditLog.head({ params: { size: 'latest' } }),
    onSuccess: (head) => {
      saveJson(head, `audit-log-${head.head.at.slice(0, 10)}-${head.head.size}.json`)
      void newest.refetch()
    },
  })
  const verify = useMutation({
    mutationFn: async (file: File | undefined) => {
      const head = file === undefined ? undefined : readHead(await file.text())
      return server.auditLog.verify({ body: head === undefined ? {} : { head } })
    },
  })
  const [head] = newest.data?.items ?? []
  return (
    <Card
      title={t('audit-log.head')}
      lead={t('audit-log.head.description')}
      actions={
        <div className={styles.buttons}>
          <Button
            size="compact-sm"
            variant="default"
            loading={verify.isPending}
            onClick={() => verify.mutate(undefined)}
          >
            {t('audit-log.head.verify')}
          </Button>
          <FileButton
            accept=".json,application/json"
            inputProps={{ 'aria-label': t('audit-log.head.compare') }}
            onChange={(file) => {
              if (file !== null) verify.mutate(file)
            }}
          >
            {(props) => (
              <Button {...props} size="compact-sm" variant="default" disabled={verify.isPending}>
                {t('audit-log.head.compare')}
              </Button>
            )}
          </FileButton>
          <Button size="compact-sm" loading={save.isPending} onClick={() => save.mutate()}>
            {t('audit-log.head.save')}
          </Button>
        </div>
      }
    >
      <Refused error={save.error ?? verify.error} />
      {!newest.isSuccess && <QueryStatus query={newest} />}
      {newest.isSuccess && head === undefined && (
        <p className={styles.fine}>{t('audit-log.head.none')}</p>
      )}
      {head !== undefined && (
        <p className={styles.fine}>
          {t('audit-log.head.size', { size: head.size })} · <Moment at={head.at} /> ·{' '}
          <code title={head.root}>{head.root.slice(0, 16)}…</code>
        </p>
      )}
      {verify.data !== undefined && <Outcome verification={verify.data} />}
    </Card>
  )
}

/** Text that is not JSON goes to the server too, which explains the error. */
function readHead(text: string): Head {
  try {
    return JSON.parse(text) as Head
  } catch {
    return text as unknown as Head
  }
}

function Outcome({ verification }: { verification: Verification }): ReactNode {
  const { t } = useText()
  const { size, removed, waiting, findings } = verification
  return (
    <div role="status">
      {findings.length === 0 ? (
        <p>
          <StateMark tone="good">{t('audit-log.head.intact')}</StateMark>{' '}
          {t('audit-log.head.intact.of', { size })}
        </p>
      ) : (
        <ul className={styles.findings}>
          {findings.map(({ code, count, sentence }) => (
            <li key={sentence}>
              <StateMark tone="bad">{t(`audit-log.finding.${code}`, { count })}</StateMark>{' '}
              <span className="stranger">{sentence}</span>
            </li>
          ))}
        </ul>
      )}
      {removed > 0 && (
        <p className={styles.fine}>{t('audit-log.head.removed', { count: removed })}</p>
      )}
      {waiting > 0 && (
        <p className={styles.fine}>{t('audit-log.head.waiting', { count: waiting })}</p>
      )}
    </div>
  )
}
