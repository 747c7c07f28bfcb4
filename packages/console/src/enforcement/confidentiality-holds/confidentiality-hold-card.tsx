import { Button, Group, NumberInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { useNameOf } from '../../investigation/case-components/index.ts'
import { server, useMarketplaceName } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import {
  ConfirmButton,
  Card,
  FactList,
  Moment,
  Refused,
  StateMark,
} from '../../components/index.ts'
import styles from '../notice-quality/notice-quality.module.css'
import type { StoredConfidentialityHold } from '../notice-quality/queries.ts'

export type ConfidentialityHoldCardProps = {
  confidentialityHold: StoredConfidentialityHold
  mayAct: boolean
  /** Id of the reader, whose own request needs a second person's approval. */
  self: string
}

export const confidentialityHoldTones = {
  stands: 'waiting',
  lapsed: 'plain',
  lifted: 'plain',
} as const

/** A confidentiality hold, in force or ended. */
export function ConfidentialityHoldCard({
  confidentialityHold,
  mayAct,
  self,
}: ConfidentialityHoldCardProps): ReactNode {
  const { t } = useText()
  const nameOf = useNameOf()
  const { id, state, reference, wantedBy, reason, reviewOn, expiresAt, liftedAt } =
    confidentialityHold
  const isInForce = state === 'stands'
  const waiting = confidentialityHold.extensions.find((one) => one.state === 'requested')
  return (
    <Card
      title={reference}
      actions={
        <StateMark tone={confidentialityHoldTones[state]}>
          {t(`confidentiality-hold.state.${state}`)}
        </StateMark>
      }
    >
      <p className={`${styles.reason} stranger`}>{reason}</p>
      <FactList
        facts={[
          [
            t('confidentiality-hold.subject'),
            <HeldItem key="on" confidentialityHold={confidentialityHold} />,
          ],
          [
            t('confidentiality-hold.requested-by'),
            t(`confidentiality-hold.requested-by.${wantedBy}`),
          ],
          [t('confidentiality-hold.contact'), confidentialityHold.contact ?? undefined],
          [t('confidentiality-hold.since'), <Moment key="set" at={confidentialityHold.setAt} />],
          [t('confidentiality-hold.placed-by'), nameOf(confidentialityHold.setBy)],
          [
            t('confidentiality-hold.review'),
            isInForce ? <Moment key="review" at={reviewOn} only="day" /> : undefined,
          ],
          [t('confidentiality-hold.expires'), <Moment key="expires" at={expiresAt} />],
          [
            t('confidentiality-hold.lifted'),
            liftedAt === null ? undefined : (
              <>
                <Moment at={liftedAt} /> {nameOf(confidentialityHold.liftedBy ?? '')}:{' '}
                {confidentialityHold.liftReason}
              </>
            ),
          ],
        ]}
      />
      {waiting !== undefined && isInForce && (
        <ExtensionRequest
          id={id}
          version={confidentialityHold.version}
          waiting={waiting}
          nameOf={nameOf}
          maySettle={mayAct && waiting.requestedBy !== self}
        />
      )}
      {mayAct && isInForce && (
        <Group gap="sm" mt="sm">
          <LiftStep id={id} of={reference} />
          {waiting === undefined && <ExtendStep id={id} of={reference} />}
        </Group>
      )}
    </Card>
  )
}

function HeldItem({
  confidentialityHold,
}: {
  confidentialityHold: StoredConfidentialityHold
}): ReactNode {
  const { t } = useText()
  const marketplaceName = useMarketplaceName()
  const { listing, case: file, seller, listings } = confidentialityHold
  if (confidentialityHold.scope === 'listings') {
    return (
      <ul className={`${styles.listings} stranger`}>
        {listings.map(({ marketplace, id }) => (
          <li key={`${marketplace} ${id}`}>
            {marketplaceName(marketplace)} · {id}
          </li>
        ))}
      </ul>
    )
  }
  if (listing !== null) {
    return (
      <Link to="/listings/$id" params={{ id: listing }}>
        {t('confidentiality-hold.scope.listing')} {listing.slice(0, 8)}…
      </Link>
    )
  }
  if (file !== null) {
    return (
      <Link to="/cases/$id" params={{ id: file }}>
        {t('confidentiality-hold.scope.case')} {file.slice(0, 8)}…
      </Link>
    )
  }
  const named = [
    seller && marketplaceName(seller.marketplace),
    `${seller?.hash.slice(0, 12) ?? ''}…`,
  ].filter(Boolean)
  return `${t('confidentiality-hold.scope.seller')} ${named.join(' · ')}`
}

type ExtensionRequestProps = {
  id: string
  version: number
  waiting: StoredConfidentialityHold['extensions'][number]
  nameOf: (id: string) => string
  maySettle: boolean
}

function ExtensionRequest({
  id,
  version,
  waiting,
  nameOf,
  maySettle,
}: ExtensionRequestProps): ReactNode {
  const { t, day } = useText()
  const queries = useQueryClient()
  const settle = useMutation({
    mutationFn: (confirm: boolean) =>
      server.confidentialityHolds.act({
        params: { id },
        body: {
          action: { type: confirm ? 'approve-extension' : 'reject-extension' },
          expectedVersion: version,
        },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['confidentialityHolds'] }),
  })
  const { requestedBy, expiresAt, reason } = waiting
  return (
    <div className={styles.waiting}>
      <p>
        {t('confidentiality-hold.extend.requested', {
          name: nameOf(requestedBy),
          day: day(expiresAt),
        })}{' '}
        <span className="stranger">{reason}</span>
      </p>
      {maySettle ? (
        <Group gap="sm">
          <Button size="compact-sm" loading={settle.isPending} onClick={() => settle.mutate(true)}>
            {t('confidentiality-hold.extend.confirm')}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            loading={settle.isPending}
            onClick={() => settle.mutate(false)}
          >
            {t('confidentiality-hold.extend.reject')}
          </Button>
        </Group>
      ) : (
        <p className={styles.fine}>{t('confidentiality-hold.extend.second-approver')}</p>
      )}
      <Refused error={settle.error} />
    </div>
  )
}

function LiftStep({ id, of }: { id: string; of: string }): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  return (
    <ConfirmButton
      label={t('confidentiality-hold.lift')}
      of={of}
      title={t('confidentiality-hold.lift.title')}
      text={t('confidentiality-hold.lift.text')}
      reason={{ label: t('confidentiality-hold.lift.reason'), required: true }}
      run={async (reason) => {
        await server.confidentialityHolds.act({
          params: { id },
          body: { action: { type: 'lift', reason } },
        })
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
    <ConfirmButton
      label={t('confidentiality-hold.extend')}
      of={of}
      title={t('confidentiality-hold.extend.title')}
      text={t('confidentiality-hold.extend.text')}
      reason={{ label: t('confidentiality-hold.reason'), required: true }}
      ready={isTime(time)}
      run={async (reason) => {
        await server.confidentialityHolds.extend({ params: { id }, body: { ...time, reason } })
        await queries.invalidateQueries({ queryKey: ['confidentialityHolds'] })
      }}
      button={{ variant: 'default', size: 'compact-sm' }}
    >
      <TimeFields value={time} onChange={setTime} />
    </ConfirmButton>
  )
}

type Time = { days: number; reviewDays: number }
const mostDays = 180

export function isTime({ days, reviewDays }: Time): boolean {
  return days >= 1 && days <= mostDays && reviewDays >= 1 && reviewDays <= days
}

/** The end of a hold and the date of its review. */
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
          label={t(`confidentiality-hold.${name}`)}
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
