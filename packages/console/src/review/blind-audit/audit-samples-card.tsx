import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { Card, Columns, Refused, QueryStatus, saveText } from '../../components/index.ts'
import styles from './results-page.module.css'
import { useAuditSamples, type AuditSample } from './queries.ts'

/** The seed and the population of each audit sample. */
export function AuditSamplesCard(): ReactNode {
  const { t } = useText()
  const auditSamples = useAuditSamples()
  const rights = permissionsOf(useMember())
  if (!auditSamples.isSuccess) return <QueryStatus query={auditSamples} />
  if (auditSamples.data.length === 0) return null
  return (
    <Card
      title={t('blind-audit.sampling')}
      lead={t('blind-audit.sampling.description')}
      actions={rights.manageMembers && <DrawButton />}
    >
      <Columns
        caption={t('blind-audit.sampling')}
        wide
        heads={[
          t('blind-audit.week'),
          t('blind-audit.group'),
          t('blind-audit.seed'),
          t('blind-audit.frame'),
        ]}
      >
        {auditSamples.data.map((auditSample) => (
          <AuditSampleRow key={auditSample.id} auditSample={auditSample} />
        ))}
      </Columns>
    </Card>
  )
}

function AuditSampleRow({
  auditSample: { id, week, seed, frameDigest, strata },
}: {
  auditSample: AuditSample
}): ReactNode {
  const { t, day, number } = useText()
  const save = useMutation({
    mutationFn: () => server.blindAudit.frame({ params: { id } }),
    onSuccess: (text) => saveText(text, `frame-${week}.txt`, 'text/plain'),
  })
  return (
    <tr>
      <td className={styles.nowrap}>{day(week)}</td>
      <td>
        <ul className={styles.strata}>
          {strata.map(({ stratum, drawn, frame }) => (
            <li key={stratum}>
              {t(`blind-audit.stratum.${stratum}`)}{' '}
              <span className={styles.fine}>
                {t('blind-audit.stratum.drawn', { drawn: number(drawn), frame: number(frame) })}
              </span>
            </li>
          ))}
        </ul>
      </td>
      <td>
        <code className={styles.code}>{seed}</code>
      </td>
      <td>
        <code className={styles.code} title={t('blind-audit.frame.digest')}>
          {frameDigest.slice(0, 16)}…
        </code>
        <Button
          size="compact-xs"
          variant="default"
          aria-label={`${t('blind-audit.frame.download')}: ${day(week)}`}
          loading={save.isPending}
          onClick={() => save.mutate()}
        >
          {t('blind-audit.frame.download')}
        </Button>
        <Refused error={save.error} />
      </td>
    </tr>
  )
}

/** Draws last week's audit sample if it is missing. */
export function DrawButton(): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const draw = useMutation({
    mutationFn: () => server.blindAudit.draw({ body: {} }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['quality'] }),
  })
  return (
    <div>
      <Button
        size="compact-sm"
        variant="default"
        loading={draw.isPending}
        onClick={() => draw.mutate()}
      >
        {t('blind-audit.draw')}
      </Button>
      <Refused error={draw.error} />
    </div>
  )
}
