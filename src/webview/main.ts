import { IaPanel } from './components/panel';
import { vscodeSeam } from './seam';
import { PanelStore } from './store';

const store = new PanelStore(vscodeSeam());
// Setting the store draws the shell; what the host knows is filled in when it answers.
const panel = document.querySelector<IaPanel>('ia-panel') ?? document.body.appendChild(new IaPanel());
panel.store = store;
void store.start();
