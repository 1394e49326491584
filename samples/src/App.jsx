import boat from './assets/boat.png';
import { Berth } from './Berth.jsx';

const berths = [
  { number: 1, name: 'Auklet', out: true },
  { number: 2, name: 'Gannet', out: false },
  { number: 3, name: 'Petrel', out: true },
];

export function App() {
  return (
    <main>
      <header>
        <img src="/logo.png" alt="Harbour" width={48} height={48} />
        <h1>Boats today</h1>
      </header>

      <img
        src="/images/empty-berth.png"
        alt="A friendly drawing of an empty berth with a coiled rope"
        width={480}
        height={320}
      />

      <ul>
        {berths.map(berth => (
          <Berth key={berth.number} {...berth} picture={boat} />
        ))}
      </ul>
    </main>
  );
}
