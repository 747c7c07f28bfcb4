import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import {
  Card,
  Columns,
  Moment,
  Refused,
  QueryStatus,
  saveText,
  StoredSentence,
} from '../../components/index.ts'
import styles from './results-page.module.css'
import { useFits, type Fit } from './queries.ts'

/** Labels from annotations, and the weights fitted to them. */
export function FitCard({ mayFit }: { mayFit: boolean }): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const fits = useFits()
  const ask = useMutation({
    mutationFn: () => server.blindAudit.fit(),
    onSettled: () => queries.invalidateQueries({ queryKey: ['quality', 'fits'] }),
  })
  const save = useMutation({
    mutationFn: () => server.blindAudit.labels(),
    onSuccess: (text) => saveText(text, 'labels.ndjson', 'application/x-ndjson'),
  })
  const isUnderWay = fits.data?.some(({ endedAt }) => endedAt === null) ?? false
  return (
    <Card
      title={t('blind-audit.fit')}
      lead={t('blind-audit.fit.description')}
      actions={
        mayFit && (
          <div className={styles.buttons}>
            <Button
              size="compact-sm"
              variant="default"
              loading={save.isPending}
              onClick={() => save.mutate()}
            >
              {t('blind-audit.labels.download')}
            </Button>
            <Button
              size="compact-sm"
              loading={ask.isPending}
              disabled={isUnderWay}
              onClick={() => ask.mutate()}
            >
              {t('blind-audit.fit.request')}
            </Button>
          </div>
        )
      }
    >
      <Refused error={ask.error ?? save.error} />
      {!fits.isSuccess && <QueryStatus query={fits} />}
      {fits.data?.length === 0 && <p className={styles.fine}>{t('blind-audit.fit.none')}</p>}
      {fits.data !== undefined && fits.data.length > 0 && (
        <Columns
          caption={t('blind-audit.fit')}
          heads={[
            t('blind-audit.fit.requested'),
            t('blind-audit.fit.state'),
            t('blind-audit.fit.result'),
          ]}
        >
          {fits.data.map((fit) => (
            <tr key={fit.id}>
              <td>
                <Moment at={fit.requestedAt} />
              </td>
              <td className={styles.nowrap}>{t(`blind-audit.fit.state.${fit.state}`)}</td>
              <td>
                <FitResult fit={fit} mayFit={mayFit} />
              </td>
            </tr>
          ))}
        </Columns>
      )}
    </Card>
  )
}

function FitResult({ fit, mayFit }: { fit: Fit; mayFit: boolean }): ReactNode {
  const { t } = useText()
  const { id, reason, report, weights } = fit
  const save = useMutation({
    mutationFn: () => server.blindAudit.weights({ params: { id } }),
    onSuccess: (file) =>
      saveText(`${JSON.stringify(file, null, 2)}\n`, `${file.id}.json`, 'application/json'),
  })
  return (
    <div className={styles.result}>
      {reason !== null && (
        <p className={`${styles.reason} stranger`}>
          <StoredSentence text={reason} />
        </p>
      )}
      {report !== null && <Report report={report} />}
      {weights !== null && mayFit && (
        <Button
          size="compact-xs"
          variant="default"
          loading={save.isPending}
          onClick={() => save.mutate()}
        >
          {t('blind-audit.fit.download')}
        </Button>
      )}
      <Refused error={save.error} />
    </div>
  )
}

function Report({ report }: { report: NonNullable<Fit['report']> }): ReactNode {
  const { t, number, locale } = useText()
  const { labels, sellers, heldOut, families } = report
  const figure = (value: number): string =>
    new Intl.NumberFormat(locale, { minimumFractionDigits: 3, maximumFractionDigits: 3 }).format(
      value,
    )
  return (
    <>
      <p>{t('blind-audit.fit.labels', { ...labels, sellers })}</p>
      <p>
        {heldOut === null
          ? t('blind-audit.fit.no-held-out')
          : t('blind-audit.fit.held-out', {
              listings: heldOut.listings,
              better: heldOut.better,
              weeks: heldOut.weeks,
              lossNow: figure(heldOut.logLoss.now),
              lossFitted: figure(heldOut.logLoss.fitted),
              aucNow: figure(heldOut.auc.now),
              aucFitted: figure(heldOut.auc.fitted),
            })}
      </p>
      <dl className={styles.scales} aria-label={t('blind-audit.fit.scales')}>
        {families
          .filter(({ spoke }) => spoke > 0)
          .map(({ family, scale }) => (
            <div key={family}>
              <dt>{t(`family.${family}`)}</dt>
              <dd className="figures">× {number(Math.round(scale * 100) / 100)}</dd>
            </div>
          ))}
      </dl>
    </>
  )
}
