package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net/http"
	"net/url"
)

func panel(parameters url.Values) (map[string]any, error) {
	parameters.Set("key", "__KEY__")
	response, err := http.PostForm("__PANEL__/api/v2", parameters)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	var answer map[string]any
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return nil, err
	}
	if text, ok := answer["error"].(string); ok {
		return nil, errors.New(text)
	}
	return answer, nil
}

func main() {
	placed, err := panel(url.Values{
		"action": {"add"}, "service": {"1"}, "link": {"https://example.com/post/1"},
		"quantity": {"500"}, "idempotency_key": {"invoice-2041-line-1"},
	})
	if err != nil {
		log.Fatal(err)
	}
	order := fmt.Sprintf("%.0f", placed["order"])
	status, err := panel(url.Values{"action": {"status"}, "order": {order}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(status["status"])
}
