const looks = require('./services/looks');
const session = require('./services/session');
const words = require('./services/words');

App({
  onLaunch() {
    words.start();
    looks.start();
    session.start();
  },
});
