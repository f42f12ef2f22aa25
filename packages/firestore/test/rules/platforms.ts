/** Rules of platforms in the shapes that are met in use; none of them lets a client into a KPI collection. */
export const PLATFORM_RULES: Readonly<Record<string, string>> = {
  'nested matches and functions at every level': `rules_version = '2';

function isSignedIn() {
  return request.auth != null;
}

service cloud.firestore {
  function isSelf(uid) { return isSignedIn() && request.auth.uid == uid; }

  match /databases/{database}/documents {

    function account() {
      let uid = request.auth.uid;
      return get(/databases/$(database)/documents/users/$(uid)).data;
    }

    match /users/{uid} {
      allow get: if isSelf(uid) || account().role == 'admin';
      allow list: if false;
      allow create, update: if isSelf(uid)
        && (request.method == 'create' || !('role' in account()));

      match /devices/{device} {
        allow read, write: if isSelf(uid);
        match /tokens/{token=**} { allow read: if isSelf(uid); }
      }
    }

    match /walletTransactions/{id} {
      allow read: if isSignedIn();
    }
  }
}
`,
  'functions of the obvious names': `rules_version = '2';
service cloud.firestore {
  match /databases/{db}/documents {
    function isAdmin() { return false }
    function hasAdminRole(user) { return user.role == 'owner'; }
    match /walletTransactions/{id} { allow read: if isAdmin(); }
    match /users/{id} { allow read: if request.auth != null && hasAdminRole(get(/databases/$(db)/documents/users/$(request.auth.uid)).data); }
  }
}
`,
  'braces and markers in comments and texts': `// } service cloud.firestore {
rules_version = "2"; /* match /databases/{database}/documents { // pack324a-kpi: begin */
service cloud.firestore {
  /* { { {
     // pack324a-kpi: end
  */
  match /databases/{database}/documents { // } the documents {
    match /walletTransactions/{id} {
      // allow read, write: if true; }
      allow read: if request.auth != null && request.auth.uid != '} // pack324a-kpi: begin {' ;
      allow create: if request.auth != null && request.auth.uid in ["it's }", 'a \\'quoted\\' {'];
    } // end of } walletTransactions
  } // } documents
  // }
}
`,
  'one line': `rules_version='2';service cloud.firestore{match /databases/{database}/documents{match /walletTransactions/{id}{allow read:if request.auth!=null;}}}`,
  'a closing brace behind other words': `rules_version = '2';
service cloud.firestore { match /databases/{database}/documents {
  match /walletTransactions/{id} { allow read: if request.auth != null; } } }
`,
  'line ends of Windows and tabs': `rules_version = '2';\r\nservice cloud.firestore {\r\n\tmatch /databases/{database}/documents {\r\n\t\tmatch /walletTransactions/{id} {\r\n\t\t\tallow read: if request.auth != null\r\n\t\t\t\t&& request.auth.uid != '';\r\n\t\t}\r\n\t}\r\n}`,
  'no version': `service cloud.firestore {
    match /databases/{database}/documents {
        match /walletTransactions/{id} {
            allow read: if request.auth != null;
        }
        match /{document=**} {
            allow read, write: if false;
        }
    }
}
`,
  'version 1 and the default database by name': `rules_version = '1';
service cloud.firestore {
  match /databases/(default)/documents {
    match /users/{uid}/{rest=**} { allow read; }
    match /walletTransactions/{id} { allow read: if request.auth != null && exists(/databases/(default)/documents/users/$(request.auth.uid)); }
  }
}
`,
  'another service beside it': `rules_version = '2';
service firebase.storage {
  match /b/{bucket}/o {
    match /{path=**} { allow read, write: if request.auth != null && request.resource.size < 5 * 1024 * 1024; }
  }
}
service cloud.firestore {
  match /databases/{database} {
    match /documents {
      match /walletTransactions/{id} { allow read: if request.auth != null; }
    }
  }
}
`,
  'nothing in it': `rules_version = '2';
service cloud.firestore {
  match /databases/{database}/documents {
  }
}
`,
  'everything that conditions are made of': `rules_version = '2';
service cloud.firestore {
  match /databases/{database}/documents {
    function score(data, weights) {
      let total = data.points * weights['a'] + data.bonus % 7 - (-1);
      let limit = total > 10.5 ? 10 : total;
      return limit
    }
    match /games/{game} {
      allow create: if request.resource.data.keys().hasOnly(['points', 'bonus']) && request.resource.data.points is int
        && score(request.resource.data, {'a': 2, 'b': [1, 2, 3][0:2]}) >= 0;
      allow update: if request.resource.data.diff(resource.data).affectedKeys().hasOnly(['points'].toSet()) || debug(false);
      allow delete: if getAfter(/databases/$(database)/documents/games/$(request.auth.uid + '_' + 'x')).data.done == true;
    }
    match /walletTransactions/{id} { allow read: if request.auth != null; }
  }
}
`,
};
