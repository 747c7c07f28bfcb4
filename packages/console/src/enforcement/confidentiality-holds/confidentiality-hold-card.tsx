import { Button, Group, NumberInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { useNameOf } from '../../investigation/case-components/index.ts'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Asked, Card, FactList, Moment, Refused, StateMark } from '../../surface/index.ts'
import styles from '../notice-quality/notice-quality.module.css'
import type { ConfidentialityHold } from '../notice-quality/queries.ts'

export type ConfidentialityHoldCardProps = {
  confidentialityHold: ConfidentialityHold
  mayAct: boolean
  /** Who looks: what he asked for himself a second person settles. */
  self: string
}

export const confidentialityHoldTones = { stands: 'waiting', lapsed: 'plain', lifted: 'plain' } as const

/** One thing that is or was held. */
export function ConfidentialityHoldCard({ confidentialityHold, mayAct, self }: ConfidentialityHoldCardProps): ReactNode {
  const { t } = useText()
  const nameOf = useNameOf()
  const { id, state, reference, wantedBy, reason, reviewOn, expiresAt, liftedAt } = confidentialityHold
  const stands = state === 'stands'
  const waiting = confidentialityHold.extensions.find((one) => one.state === 'asked')
  return (
    <Card
      title={reference}
      actions={<StateMark tone={confidentialityHoldTones[state]}>{t(`embargo.state.${state}`)}</StateMark>}
    >
      <p className={`${styles.reason} stranger`}>{reason}</p>
      <FactList
        facts={[
          [t('embargo.on'), <HeldItem key="on" confidentialityHold={confidentialityHold} />],
          [t('embargo.wanted-by'), t(`embargo.wanted-by.${wantedBy}`)],
          [t('embargo.contact'), confidentialityHold.contact ?? undefined],
          [t('embargo.set'), <Moment key="set" at={confidentialityHold.setAt} />],
          [t('embargo.set-by'), nameOf(confidentialityHold.setBy)],
          [
            t('embargo.review'),
            stands ? <Moment key="review" at={reviewOn} only="day" /> : undefined,
          ],
          [t('embargo.expires'), <Moment key="expires" at={expiresAt} />],
          [
            t('embargo.lifted'),
            liftedAt === null ? undefined : (
              <>
                <Moment at={liftedAt} /> {nameOf(confidentialityHold.liftedBy ?? '')}: {confidentialityHold.liftedBecause}
              </>
            ),
          ],
        ]}
      />
      {waiting !== undefined && stands && (
        <Waiting
          id={id}
          waiting={waiting}
          nameOf={nameOf}
          maySettle={mayAct && waiting.askedBy !== self}
        />
      )}
      {mayAct && stands && (
        <Group gap="sm" mt="sm">
          <LiftStep id={id} of={reference} />
          {waiting === undefined && <ExtendStep id={id} of={reference} />}
        </Group>
      )}
    </Card>
  )
}

function HeldItem({ confidentialityHold }: { confidentialityHold: ConfidentialityHold }): ReactNode {
  const { t } = useText()
  const { listing, case: file, seller, listings } = confidentialityHold
  if (confidentialityHold.scope === 'listings') {
    return (
      <ul className={`${styles.listings} stranger`}>
        {listings.map(({ marketplace, id }) => (
          <li key={`${marketplace} ${id}`}>
            {marketplace} · {id}
          </li>
        ))}
      </ul>
    )
  }
  if (listing !== null) {
    return (
      <Link to="/offers/$id" params={{ id: listing }}>
        {t('embargo.scope.listing')} {listing.slice(0, 8)}…
      </Link>
    )
  }
  if (file !== null) {
    return (
      <Link to="/cases/$id" params={{ id: file }}>
        {t('embargo.scope.case')} {file.slice(0, 8)}…
      </Link>
    )
  }
  const named = [seller?.marketplace, `${seller?.hash.slice(0, 12) ?? ''}…`].filter(Boolean)
  return `${t('embargo.scope.seller')} ${named.join(' · ')}`
}

type WaitingProps = {
  id: string
  waiting: ConfidentialityHold['extensions'][number]
  nameOf: (id: string) => string
  maySettle: boolean
}

function Waiting({ id, waiting, nameOf, maySettle }: WaitingProps): ReactNode {
  const { t, day } = useText()
  const queries = useQueryClient()
  const settle = useMutation({
    mutationFn: (confirm: boolean) =>
      server.confidentialityHolds.settle({ params: { id }, body: { confirm } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['confidentialityHolds'] }),
  })
  const { askedBy, expiresAt, reason } = waiting
  return (
    <div className={styles.waiting}>
      <p>
        {t('embargo.longer.asked', { name: nameOf(askedBy), day: day(expiresAt) })}{' '}
        <span className="stranger">{reason}</span>
      </p>
      {maySettle ? (
        <Group gap="sm">
          <Button size="compact-sm" loading={settle.isPending} onClick={() => settle.mutate(true)}>
            {t('embargo.longer.confirm')}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            loading={settle.isPending}
            onClick={() => settle.mutate(false)}
          >
            {t('embargo.longer.reject')}
          </Button>
        </Group>
      ) : (
        <p className={styles.fine}>{t('embargo.longer.second')}</p>
      )}
      <Refused error={settle.error} />
    </div>
  )
}

function LiftStep({ id, of }: { id: string; of: string }): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  return (
    <Asked
      label={t('embargo.lift')}
      of={of}
      title={t('embargo.lift.title')}
      text={t('embargo.lift.text')}
      reason={{ label: t('embargo.lift.reason'), required: true }}
      run={async (reason) => {
        await server.confidentialityHolds.lift({ params: { id }, body: { reason } })
        await queries.invalidateQueries({ queryKey: ['confidentialityHolds'] })
      }}
      button={{ variant: 'default', size: 'compact-sm' }}
    />
  )
}

function ExtendStep({ id, of }: { id: string; of: string }): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const [time, setTime] = useState({ days: 60, reviewDays: 30 })
  return (
    <Asked
      label={t('embargo.longer')}
      of={of}
      title={t('embargo.longer.title')}
      text={t('embargo.longer.text')}
      reason={{ label: t('embargo.reason'), required: true }}
      ready={isTime(time)}
      run={async (reason) => {
        await server.confidentialityHolds.extend({ params: { id }, body: { ...time, reason } })
        await queries.invalidateQueries({ queryKey: ['confidentialityHolds'] })
      }}
      button={{ variant: 'default', size: 'compact-sm' }}
    >
      <TimeFields value={time} onChange={setTime} />
    </Asked>
  )
}

type Time = { days: number; reviewDays: number }
const mostDays = 180

export function isTime({ days, reviewDays }: Time): boolean {
  return days >= 1 && days <= mostDays && reviewDays >= 1 && reviewDays <= days
}

/** For how long, and when somebody looks again. */
export function TimeFields({
  value,
  onChange,
}: {
  value: Time
  onChange: (time: Time) => void
}): ReactNode {
  const { t } = useText()
  return (
    <Group gap="md" grow align="start">
      {(['days', 'reviewDays'] as const).map((name) => (
        <NumberInput
          key={name}
          label={t(`embargo.${name}`)}
          required
          withAsterisk={false}
          hideControls
          allowDecimal={false}
          allowNegative={false}
          min={1}
          max={mostDays}
          value={value[name]}
          onChange={(given) => onChange({ ...value, [name]: Number(given) })}
        />
      ))}
    </Group>
  )
}
