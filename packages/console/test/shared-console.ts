import { buildOnce, openConsole, samples, type ConsoleFixture } from './console-fixture.ts'
import { shareInWorker } from './share-in-worker.ts'
import { welcomeFirstAdmin } from './signed-in-users.ts'

/** Organisation with the claims on the samples' brands; it has no members. */
const claimant = 'sample-brands'

/**
 * A server shared by test files whose organisations are independent, with the brands of the samples. Each file has
 * organisations and people under its own names.
 */
export const sharedConsole = shareInWorker<ConsoleFixture>(
  async () => {
    await buildOnce()
    const server = await openConsole(
      {},
      {
        prepare: async (operator) => {
          await operator.addOrganisation(claimant, 'Sample Brands', 'rights-holder')
          await operator.importCatalog(claimant, samples.catalog)
          await operator.claimBrands(
            claimant,
            samples.catalog.brands.map(({ id }) => id),
          )
        },
      },
    )
    await welcomeFirstAdmin(server)
    return server
  },
  (server) => server.close(),
)
