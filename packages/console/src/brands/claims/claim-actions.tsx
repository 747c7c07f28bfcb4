import { Group, NativeSelect } from '@mantine/core'
import type { ContestEnd } from '@touchstone/contract'
import { useState, type ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { isOperator, useSignedIn } from '../../access/session/index.ts'
import { ConfirmButton } from '../../components/index.ts'
import { useClaimAction, type Claim } from './claim-queries.ts'

/** The actions open to the claimant or the reviewer in the claim's current state. */
export function ClaimSteps({ claim, isOwn }: { claim: Claim; isOwn: boolean }): ReactNode {
  const state = useSignedIn()
  const isAdmin = state.organisation?.roles.includes('admin') === true
  return (
    <Group gap="sm" mt="md">
      {isOwn ? (
        isAdmin && <Withdraw claim={claim} />
      ) : (
        <Decisions claim={claim} resolves={isOperator(state)} />
      )}
    </Group>
  )
}

const ended: ReadonlySet<Claim['state']> = new Set(['rejected', 'revoked', 'withdrawn'])

function Withdraw({ claim }: { claim: Claim }): ReactNode {
  const { state, brandName, brand: brandId } = claim
  const brand = brandName ?? brandId
  const { t } = useText()
  const withdraw = useClaimAction(claim, () => ({ type: 'withdraw' }))
  if (ended.has(state)) return null
  return (
    <ConfirmButton
      label={t('claim.withdraw')}
      title={t('claim.withdraw.title', { brand })}
      text={t('claim.withdraw.text')}
      run={withdraw}
    />
  )
}

type DecisionsProps = { claim: Claim; resolves: boolean }

function Decisions({ claim, resolves }: DecisionsProps): ReactNode {
  const { t } = useText()
  const { state, organisationName: organisation } = claim
  const brand = claim.brandName ?? claim.brand
  const approve = useClaimAction(claim, (reason: string) => ({
    type: 'approve',
    ...(reason !== '' && { reason }),
  }))
  const reject = useClaimAction(claim, (reason: string) => ({ type: 'reject', reason }))
  const contest = useClaimAction(claim, (reason: string) => ({ type: 'contest', reason }))
  const revoke = useClaimAction(claim, (reason: string) => ({ type: 'revoke', reason }))
  const needed = { label: t('claim.reason'), hint: t('claim.reason.hint'), required: true }
  const names = { brand, organisation }
  return (
    <>
      {state === 'pending' && (
        <>
          <ConfirmButton
            label={t('claim.approve')}
            title={t('claim.approve.title', names)}
            text={t('claim.approve.text')}
            reason={{ ...needed, required: false }}
            run={approve}
            button={{ variant: 'filled' }}
          />
          <ConfirmButton
            label={t('claim.reject')}
            title={t('claim.reject.title', names)}
            text={t('claim.reject.text')}
            reason={needed}
            run={reject}
          />
          <ConfirmButton
            label={t('claim.contest')}
            title={t('claim.contest.title', names)}
            text={t('claim.contest.text')}
            reason={needed}
            run={contest}
          />
        </>
      )}
      {state === 'approved' && (
        <ConfirmButton
          label={t('claim.revoke')}
          title={t('claim.revoke.title', names)}
          text={t('claim.revoke.text')}
          reason={needed}
          run={revoke}
        />
      )}
      {state === 'contested' && resolves && <Resolve claim={claim} reason={needed} />}
    </>
  )
}

const ends = ['this', 'others', 'all', 'none'] as const satisfies ContestEnd[]

type ResolveProps = { claim: Claim; reason: { label: string; hint: string; required: boolean } }

function Resolve({ claim, reason }: ResolveProps): ReactNode {
  const brand = claim.brandName ?? claim.brand
  const { t } = useText()
  const [standing, setStanding] = useState<ContestEnd>('this')
  const resolve = useClaimAction(claim, (words: string) => ({
    type: 'resolve',
    standing,
    reason: words,
  }))
  return (
    <ConfirmButton
      label={t('claim.resolve')}
      title={t('claim.resolve.title', { brand })}
      text={t('claim.resolve.text')}
      reason={reason}
      run={resolve}
    >
      <NativeSelect
        label={t('claim.resolve.keep')}
        value={standing}
        data={ends.map((value) => ({ value, label: t(`claim-end.${value}`) }))}
        onChange={({ currentTarget: { value } }) =>
          setStanding(ends.find((end) => end === value) ?? 'this')
        }
      />
    </ConfirmButton>
  )
}
