import { Alert, Radio, Stack, TextInput } from '@mantine/core'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { ClaimBasis, ClaimKind, Right } from '@touchstone/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import {
  Card,
  Denied,
  Loading,
  Page,
  Refused,
  SubmitButton,
  TerritoryField,
} from '../../components/index.ts'
import { BrandField, useBrandId } from '../catalog/brand-field.tsx'
import { CatalogTabs } from '../catalog/catalog-tabs.tsx'
import { useBrand } from '../catalog/catalog-queries.ts'
import { noWork, CopyrightWorkFields } from './copyright-work-fields.tsx'
import { DocumentField, documentOf, isGiven, type GivenDocument } from './document-field.tsx'

const route = getRouteApi('/member/catalog/claims/new')

export function NewClaimPage(): ReactNode {
  const { t } = useText()
  const rights = permissionsOf(useMember())
  return (
    <Page
      title={t('claims.new')}
      lead={t('claims.new.description')}
      actions={<CatalogTabs here="claims" />}
      narrow
    >
      {rights.claimBrands ? <WantedClaim /> : <Denied>{t('claims.new.denied')}</Denied>}
    </Page>
  )
}

const nothing: GivenDocument = { reference: '' }

/** The form, with what the catalog already states of the brand to claim. */
function WantedClaim(): ReactNode {
  const { brand: wanted = '' } = route.useSearch()
  const { data, isLoading } = useBrand(wanted, wanted !== '')
  if (isLoading) return <Loading />
  const right = data?.brand.rights?.find(({ kind, office }) => kind === 'trademark' && office)
  return <ClaimForm key={wanted} wanted={data?.brand.name ?? wanted} right={right} />
}

type ClaimFormProps = { wanted: string; right: Right | undefined }

function ClaimForm({ wanted, right }: ClaimFormProps): ReactNode {
  const { t } = useText()
  const { organisation } = useMember()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const mustBeAgent = organisation.kind === 'counsel'
  const [brand, setBrand] = useState(wanted)
  const brandId = useBrandId()
  const [basis, setBasis] = useState<ClaimBasis>(mustBeAgent ? 'agent' : 'owner')
  const [kind, setKind] = useState<ClaimKind>('registered')
  const [work, setWork] = useState(noWork)
  const [office, setOffice] = useState(right?.office ?? '')
  const [number, setNumber] = useState(right?.number ?? '')
  const [owner, setOwner] = useState('')
  const [proof, setProof] = useState(nothing)
  const [power, setPower] = useState(nothing)
  const [validFrom, setValidFrom] = useState('')
  const [validTo, setValidTo] = useState('')
  const submit = useMutation({
    mutationFn: async () =>
      server.claims.submit({
        body: {
          brand: brandId(brand),
          basis,
          ...(kind === 'work'
            ? {
                work: {
                  title: work.title.trim(),
                  type: work.type,
                  author: work.author.trim(),
                  publishedOn: work.publishedOn === '' ? null : work.publishedOn,
                  publishedIn: work.publishedIn.trim() === '' ? null : work.publishedIn.trim(),
                },
              }
            : { office, number }),
          owner,
          document: await documentOf(proof),
          ...(basis === 'agent' && {
            powerOfAttorney: { document: await documentOf(power), validFrom, validTo },
          }),
        },
      }),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['claims'] })
      await navigate({ to: '/catalog/claims/$id', params: { id } })
    },
  })
  const send = (event: FormEvent): void => {
    event.preventDefault()
    submit.mutate()
  }
  const typed = [
    [brand, t('claims.brand')],
    ...(kind === 'work'
      ? []
      : [
          [office, t('claim.office')],
          [number, t('claim.number')],
        ]),
    [owner, t(kind === 'work' ? 'claim.work.owner' : 'claims.owner')],
  ] as const
  const missing = [
    ...typed.flatMap(([text = '', label = '']) => (text.trim() === '' ? [label] : [])),
    ...(isGiven(proof) ? [] : [t('claim-document.proof')]),
    ...(basis === 'owner' || isGiven(power) ? [] : [t('claim-document.power-of-attorney')]),
    ...(basis === 'owner' || validFrom !== '' ? [] : [t('claim.power.from')]),
    ...(basis === 'owner' || validTo !== '' ? [] : [t('claim.power.to')]),
  ]
  return (
    <Card>
      <form onSubmit={send}>
        <Stack gap="md">
          <BrandField
            label={t('claims.brand')}
            description={t('claims.brand.hint')}
            required
            withAsterisk={false}
            value={brand}
            onChange={({ currentTarget }) => setBrand(currentTarget.value)}
          />
          <Radio.Group
            label={t('claim.basis')}
            value={basis}
            onChange={(value) => setBasis(value === 'agent' ? 'agent' : 'owner')}
          >
            <Stack gap={6} mt={4}>
              <Radio value="owner" disabled={mustBeAgent} label={t('claim-basis.owner')} />
              <Radio value="agent" label={t('claim-basis.agent')} />
            </Stack>
          </Radio.Group>
          <Radio.Group
            label={t('claim.kind')}
            value={kind}
            onChange={(value) => setKind(value === 'work' ? 'work' : 'registered')}
          >
            <Stack gap={6} mt={4}>
              <Radio value="registered" label={t('claim-kind.registered')} />
              <Radio
                value="work"
                label={t('claim-kind.work')}
                description={t('claim-kind.work.hint')}
              />
            </Stack>
          </Radio.Group>
          {kind === 'work' ? (
            <CopyrightWorkFields work={work} onChange={setWork} />
          ) : (
            <>
              <TerritoryField
                label={t('claim.office')}
                description={t('claim.office.hint')}
                required
                withAsterisk={false}
                offices
                value={office}
                onChange={setOffice}
              />
              <TextInput
                label={t('claim.number')}
                required
                withAsterisk={false}
                maxLength={100}
                value={number}
                onChange={({ currentTarget }) => setNumber(currentTarget.value)}
              />
            </>
          )}
          <TextInput
            label={t(kind === 'work' ? 'claim.work.owner' : 'claims.owner')}
            description={t(kind === 'work' ? 'claim.work.owner.hint' : 'claims.owner.hint')}
            required
            withAsterisk={false}
            maxLength={200}
            value={owner}
            onChange={({ currentTarget }) => setOwner(currentTarget.value)}
          />
          <DocumentField
            label={t('claim-document.proof')}
            hint={t(kind === 'work' ? 'claim-document.work.hint' : 'claim-document.proof.hint')}
            value={proof}
            onChange={setProof}
          />
          {basis === 'agent' && (
            <>
              <DocumentField
                label={t('claim-document.power-of-attorney')}
                hint={t('claim-document.power-of-attorney.hint')}
                value={power}
                onChange={setPower}
              />
              <TextInput
                type="date"
                label={t('claim.power.from')}
                required
                withAsterisk={false}
                w={200}
                value={validFrom}
                onChange={({ currentTarget }) => setValidFrom(currentTarget.value)}
              />
              <TextInput
                type="date"
                label={t('claim.power.to')}
                required
                withAsterisk={false}
                w={200}
                value={validTo}
                onChange={({ currentTarget }) => setValidTo(currentTarget.value)}
              />
            </>
          )}
          <Alert variant="light" color="gray">
            {t('claims.new.next')}
          </Alert>
          <Refused error={submit.error} />
          <SubmitButton isPending={submit.isPending} missing={missing}>
            {t('claims.submit')}
          </SubmitButton>
        </Stack>
      </form>
    </Card>
  )
}
