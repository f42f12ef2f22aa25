export { CreatorsScreen as default } from '../../src/screens/creators/creators-screen.tsx';
