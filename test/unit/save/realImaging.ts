import { ImagingClient } from '../../../src/host/imaging/imagingClient';
import { buildWorker } from '../imaging/buildWorker';

/** The real codec worker. For the surrounding `describe`. */
export function realImaging(): () => ImagingClient {
  let imaging: ImagingClient | undefined;
  before(async function () {
    this.timeout(60_000);
    imaging = new ImagingClient({ workerPath: await buildWorker() });
  });
  after(() => imaging?.dispose());
  return () => {
    if (!imaging) throw new Error('Called before the hooks ran.');
    return imaging;
  };
}
