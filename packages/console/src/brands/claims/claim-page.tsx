import { Button } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { regionName, useText } from '../../messages/index.ts'
import { isOperator, useSignedIn } from '../../access/session/index.ts'
import {
  Card,
  Columns,
  DocumentActions,
  DocumentPreview,
  FactList,
  Moment,
  Page,
  QueryStatus,
  StrangersAddress,
} from '../../components/index.ts'
import { ClaimStateMark } from './claim-state.tsx'
import { ClaimSteps } from './claim-actions.tsx'
import { useClaim, type Claim } from './claim-queries.ts'
import { OtherClaims } from './other-claims.tsx'
import { registerAddress } from './register-address.ts'

const route = getRouteApi('/member/catalog/claims/$id')
const ofAll = getRouteApi('/member/operator/claims/$id')

export function ClaimPage(): ReactNode {
  const { id } = route.useParams()
  return <OneClaim id={id} />
}

export function AnyClaimPage(): ReactNode {
  const { id } = ofAll.useParams()
  return <OneClaim id={id} />
}

/** Approvers look rights up by the name; the catalog and the API use the ID. */
function claimedBrand({ brand, brandName }: Claim): string {
  return brandName === null ? brand : `${brandName} · ${brand}`
}

function OneClaim({ id }: { id: string }): ReactNode {
  const { t, day, locale } = useText()
  const viewer = useSignedIn()
  const found = useClaim(id)
  if (!found.isSuccess) return <QueryStatus query={found} />
  const claim = found.data
  const { organisation, basis, office, number, work, owner, powerOfAttorney } = claim
  const isOwn = viewer.organisation?.slug === organisation
  return (
    <Page
      title={t('claim.title', { brand: claim.brandName ?? claim.brand })}
      lead={<ClaimStateMark state={claim.state} />}
      actions={<BackButton />}
    >
      <Card
        title={t('claim.state')}
        lead={t(
          claim.state === 'pending' && !isOwn
            ? 'claim-state.pending.undecided'
            : `claim-state.${claim.state}.meaning`,
        )}
      >
        <FactList
          facts={[
            [t('claims.submitted'), <Moment key="s" at={claim.submittedAt} />],
            [
              t('claim.decided'),
              claim.decidedAt === null ? undefined : <Moment key="d" at={claim.decidedAt} />,
            ],
            [t('claim.reason'), claim.reason ?? undefined],
          ]}
        />
        {isOwn && <ClaimSteps claim={claim} isOwn />}
      </Card>
      <Card title={t('claim.right')}>
        <FactList
          facts={[
            [t('claims.claimant'), claim.organisationName],
            [t('claims.brand'), claimedBrand(claim)],
            [t('claim.basis'), t(`claim-basis.${basis}`)],
            [t('claim.office'), office === null ? undefined : regionName(locale, office)],
            [t('claim.number'), number ?? undefined],
            [
              t('claim.look-up'),
              office === null || number === null ? undefined : (
                <StrangersAddress key="r" text={registerAddress(office, number)} />
              ),
            ],
            [t('claim.work'), work?.title],
            [t('claim.work.type'), work === null ? undefined : t(`work-type.${work.type}`)],
            [t('claim.work.author'), work?.author],
            [
              t('claim.work.published-on'),
              work?.publishedOn == null ? undefined : day(work.publishedOn),
            ],
            [t('claim.work.published-in'), work?.publishedIn ?? undefined],
            [t(work === null ? 'claims.owner' : 'claim.work.owner'), owner],
            [
              t('claim.power'),
              powerOfAttorney === null
                ? undefined
                : t('claim.power.span', {
                    from: day(powerOfAttorney.validFrom),
                    to: day(powerOfAttorney.validTo),
                  }),
            ],
          ]}
        />
      </Card>
      <Documents claim={claim} mayRead={!isOwn || isAdmin(viewer.organisation?.roles)} />
      {!isOwn && (
        <>
          <OtherClaims
            claim={claim}
            place={isOperator(viewer) ? '/operator/claims' : '/catalog/claims'}
          />
          <Card title={t('claim.decision')} lead={t('claim.decision.description')}>
            <ClaimSteps claim={claim} isOwn={false} />
          </Card>
        </>
      )}
    </Page>
  )
}

function isAdmin(roles: readonly string[] = []): boolean {
  return roles.includes('admin')
}

function BackButton(): ReactNode {
  const { t } = useText()
  const ofInstallation = isOperator(useSignedIn())
  return (
    <Button
      variant="default"
      renderRoot={(props) =>
        ofInstallation ? (
          <Link to="/operator/claims" {...props} />
        ) : (
          <Link to="/catalog/claims" {...props} />
        )
      }
    >
      {t('claims.all')}
    </Button>
  )
}

const endings = {
  'application/pdf': 'pdf',
  'image/png': 'png',
  'image/jpeg': 'jpg',
} as const

function Documents({ claim, mayRead }: { claim: Claim; mayRead: boolean }): ReactNode {
  const { t, number } = useText()
  const [shownId, setShownId] = useState<string>()
  const shown = claim.documents.find(({ id }) => id === shownId)
  const addressOf = (id: string): string => `/api/v1/claims/${claim.id}/documents/${id}`
  return (
    <Card
      title={t('claim.documents')}
      lead={mayRead ? t('claim.documents.description') : t('claim.documents.denied')}
    >
      <Columns
        caption={t('claim.documents')}
        wide
        heads={[
          t('claim.document'),
          t('claim.document.content'),
          t('claim.sha256'),
          t('state.actions'),
        ]}
      >
        {claim.documents.map(({ id, purpose, mediaType, bytes, sha256, reference }) => (
          <tr key={id}>
            <td className="short">{t(`claim-document.${purpose}`)}</td>
            <td className="stranger">
              {mediaType === null ? (
                <StrangersAddress text={reference ?? ''} />
              ) : (
                `${endings[mediaType].toUpperCase()} · ${t('claim.kib', {
                  size: number(Math.ceil((bytes ?? 0) / 1024)),
                })}`
              )}
            </td>
            <td>{sha256 === null ? '–' : <code title={sha256}>{sha256.slice(0, 16)}…</code>}</td>
            <td>
              {mediaType !== null && mayRead && (
                <DocumentActions
                  address={addressOf(id)}
                  name={t(`claim-document.${purpose}`)}
                  fileName={`${claim.brand}-${purpose}.${endings[mediaType]}`}
                  isShown={id === shownId}
                  onToggle={() => setShownId(id === shownId ? undefined : id)}
                />
              )}
            </td>
          </tr>
        ))}
      </Columns>
      {shown !== undefined && shown.mediaType !== null && (
        <DocumentPreview
          address={addressOf(shown.id)}
          name={t(`claim-document.${shown.purpose}`)}
          mediaType={shown.mediaType}
        />
      )}
    </Card>
  )
}
