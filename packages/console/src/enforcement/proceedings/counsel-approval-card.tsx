import { Button, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { articleOf, useRegimes, useRegimeWords, type Regime } from '../regime-components/index.ts'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import {
  Card,
  Columns,
  Moment,
  Refused,
  StateMark,
  QueryStatus,
  useNow,
} from '../../components/index.ts'
import { approvalStatusOf } from './counsel-approval-status.ts'
import styles from './proceedings.module.css'
import type { LawLineView } from './queries.ts'

export type CounselCardProps = { id: string; lines: ReadonlyMap<string, LawLineView> }

/** Counsel's approval of the regime version in use: who, when, until when, and the signed statement. */
export function CounselCard({ id, lines }: CounselCardProps): ReactNode {
  const { t, locale } = useText()
  const words = useRegimeWords()
  const regimes = useRegimes()
  const regime = regimes.data?.items.find((one) => one.id === id)
  const member = useMember()
  const { signForCounsel } = permissionsOf(member)
  // Counsel approves; everyone else records what counsel approved.
  const by = member.organisation.kind === 'counsel' ? 'counsel' : 'others'
  if (regime === undefined) {
    return (
      <Card title={t(`counsel-review.title.${by}`)}>
        <QueryStatus query={regimes} />
      </Card>
    )
  }
  return (
    <Card title={t(`counsel-review.title.${by}`)} lead={t(`counsel-review.description.${by}`)}>
      <ApprovalState regime={regime} />
      {regime.unverified.length > 0 && (
        <details className={styles.law}>
          <summary>{t('counsel-review.unverified', { count: regime.unverified.length })}</summary>
          <dl>
            {regime.unverified.map((line) => (
              <div key={line}>
                <dt>{articleOf({ t, locale }, lines.get(line)?.article ?? line)}</dt>
                <dd>{words.provision(lines.get(line) ?? { id: line, summary: '' })}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
      {regime.signatures.length > 0 && (
        <Columns
          caption={t('counsel-review.list')}
          wide
          heads={[
            t('counsel-review.counsel-name'),
            t('counsel-review.version'),
            t('counsel-review.checked-on'),
            t('counsel-review.recorded'),
          ]}
        >
          {regime.signatures.map(({ counsel, version, checkedOn, at }) => (
            <tr key={`${version} ${checkedOn} ${at}`}>
              <td className="stranger">{counsel}</td>
              <td className="short">
                {version}{' '}
                {version !== regime.version && (
                  <StateMark tone="plain">{t('counsel-review.earlier-version')}</StateMark>
                )}
              </td>
              <td>
                <Moment at={checkedOn} only="day" />
              </td>
              <td>
                <Moment at={at} />
              </td>
            </tr>
          ))}
        </Columns>
      )}
      {signForCounsel && <Form regime={regime} by={by} />}
    </Card>
  )
}

function ApprovalState({ regime }: { regime: Regime }): ReactNode {
  const { t, day } = useText()
  const approval = approvalStatusOf(regime, useNow())
  const tone = { holds: 'good', ends: 'waiting', lapsed: 'bad', replaced: 'bad', none: 'waiting' }
  const until = regime.until === null ? '' : day(regime.until)
  return (
    <p className={styles.caution}>
      <StateMark tone={tone[approval] as 'good' | 'waiting' | 'bad'}>
        {t(`counsel-review-state.${approval}`)}
      </StateMark>{' '}
      {regime.maySend ? t('counsel-review.until', { day: until }) : t('counsel-review.rehearsal')}
    </p>
  )
}

type FormProps = { regime: Regime; by: 'counsel' | 'others' }

function Form({ regime: { id, version, unverified }, by }: FormProps): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const [counsel, setCounsel] = useState('')
  const [checkedOn, setCheckedOn] = useState('')
  const sign = useMutation({
    mutationFn: () =>
      server.proceedings.sign({
        params: { id },
        body: { version, checkedOn, counsel: counsel.trim() },
      }),
    onSuccess: async () => {
      setCounsel('')
      setCheckedOn('')
      await queries.invalidateQueries({ queryKey: ['regimes'] })
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    sign.mutate()
  }
  return (
    <form onSubmit={submit} className={styles.signing} aria-label={t(`counsel-review.new.${by}`)}>
      <h3 className={styles.small}>{t(`counsel-review.new.${by}`)}</h3>
      <p className={styles.fine}>
        {t('counsel-review.new.text', { id, version, count: unverified.length })}
      </p>
      <div className={styles.signingFields}>
        <TextInput
          label={t('counsel-review.counsel-name')}
          required
          withAsterisk={false}
          maxLength={200}
          value={counsel}
          onChange={({ currentTarget }) => setCounsel(currentTarget.value)}
        />
        <TextInput
          type="date"
          label={t('counsel-review.checked-on')}
          required
          withAsterisk={false}
          value={checkedOn}
          onChange={({ currentTarget }) => setCheckedOn(currentTarget.value)}
        />
        <Button
          type="submit"
          loading={sign.isPending}
          disabled={counsel.trim() === '' || checkedOn === ''}
        >
          {t(`counsel-review.submit.${by}`)}
        </Button>
      </div>
      <Refused error={sign.error} />
    </form>
  )
}
